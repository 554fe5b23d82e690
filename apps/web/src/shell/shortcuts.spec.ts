import { Keyboard, type Press, type Shortcut, takesText } from './shortcuts.js';

const shortcut = (key: string, does = key): Shortcut => ({ key, does, run: () => undefined });
const press = (key: string, more: Partial<Press> = {}): Press => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, isTyping: false, at: 0 },
  ...more,
});

describe('the keyboard', () => {
  const all = [shortcut('g e'), shortcut('g p'), shortcut('e'), shortcut('?'), shortcut('Escape')];

  it('knows single keys, and two in a row', () => {
    const keyboard = new Keyboard();
    expect(keyboard.press(all, press('?'))?.key).toBe('?');
    expect(keyboard.press(all, press('g'))).toBeUndefined();
    expect(keyboard.press(all, press('p', { at: 900 }))?.key).toBe('g p');
  });

  it('takes a second key that comes too late for itself', () => {
    const keyboard = new Keyboard();
    keyboard.press(all, press('g'));
    expect(keyboard.press(all, press('e', { at: 1_300 }))?.key).toBe('e');
  });

  it('takes a key behind one that it does not belong to for itself, and forgets the first', () => {
    const keyboard = new Keyboard();
    keyboard.press(all, press('g'));
    expect(keyboard.press(all, press('?', { at: 10 }))?.key).toBe('?');
    expect(keyboard.press(all, press('p', { at: 20 }))).toBeUndefined();
  });

  it('leaves what is typed, and what belongs to the browser', () => {
    const keyboard = new Keyboard();
    expect(keyboard.press(all, press('e', { isTyping: true }))).toBeUndefined();
    expect(keyboard.press(all, press('e', { ctrlKey: true }))).toBeUndefined();
    expect(keyboard.press(all, press('Escape', { isTyping: true }))?.key).toBe('Escape');
  });

  it('asks the page before the frame', () => {
    const pages = [...all, shortcut('e', 'of the page')];
    expect(new Keyboard().press(pages, press('e'))?.does).toBe('of the page');
  });

  it.each([
    [{ tagName: 'INPUT', type: 'search' }, true],
    [{ tagName: 'INPUT', type: 'checkbox' }, false],
    [{ tagName: 'TEXTAREA' }, true],
    [{ tagName: 'DIV', isContentEditable: true }, true],
    [{ tagName: 'BUTTON' }, false],
  ])('knows where text is typed: %j', (place, is) => expect(takesText(place)).toBe(is));
});
