/** One key, or two in a row with a space between them: `j`, `?`, `Enter`, `g e`. Names are those of `KeyboardEvent.key`. */
export interface Shortcut {
  key: string;
  /** For the overlay of keys: `the next execution`. */
  does: string;
  run: () => unknown;
}

/** What of an event matters here. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  /** The focus is where text is typed. */
  isTyping: boolean;
  /** In milliseconds. */
  at: number;
}

/** Two keys belong together when the second comes within this time. */
const togetherMs = 1_200;

/** Which shortcut a press is for; remembers the first of two keys. */
export class Keyboard {
  private first: { key: string; at: number } | undefined;

  /** @param shortcuts later ones come before earlier ones: a page's before the frame's. */
  press(shortcuts: readonly Shortcut[], press: Press): Shortcut | undefined {
    if (isForOthers(press)) return undefined;
    const { key, at } = press;
    const first = this.first && at - this.first.at <= togetherMs ? `${this.first.key} ` : '';
    this.first = undefined;
    const found = shortcuts.findLast(one => one.key === `${first}${key}`);
    if (found) return found;
    if (shortcuts.some(one => one.key.startsWith(`${key} `))) this.first = { key, at };
    return first === '' ? undefined : shortcuts.findLast(one => one.key === key);
  }
}

/** For the browser, or for the field that is typed in. */
const isForOthers = ({ key, ctrlKey, metaKey, altKey, isTyping }: Press): boolean =>
  ctrlKey || metaKey || altKey || (isTyping && key !== 'Escape');

const fieldTypes = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'range']);

/** Whether keys pressed there are text. */
export const takesText = ({
  tagName,
  type,
  isContentEditable,
}: {
  tagName: string;
  type?: string;
  isContentEditable?: boolean;
}): boolean =>
  isContentEditable === true ||
  tagName === 'TEXTAREA' ||
  tagName === 'SELECT' ||
  (tagName === 'INPUT' && !fieldTypes.has(type ?? 'text'));
