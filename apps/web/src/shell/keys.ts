import { computed, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Keyboard, type Shortcut, takesText } from './shortcuts.js';

interface Group {
  title: string;
  shortcuts: readonly Shortcut[];
}

const groups = signal<readonly Group[]>([]);
/** What the keys do here and now, as the overlay shows it. */
export const keyGroups = computed(() => groups.value.filter(({ shortcuts }) => shortcuts.length > 0));

/**
 * Gives keys a meaning as long as the component is there; a later one comes before an earlier one. The newest `run` counts.
 * @param title of the group in the overlay that `?` shows.
 */
export const useKeys = (shortcuts: readonly Shortcut[], title = 'On this page'): void => {
  const newest = useRef(shortcuts);
  newest.current = shortcuts;
  const names = shortcuts.map(({ key, does }) => `${key} ${does}`).join('\n');
  useEffect(() => {
    const group: Group = {
      title,
      shortcuts: shortcuts.map(one => ({
        ...one,
        run: () => newest.current.find(({ key }) => key === one.key)?.run(),
      })),
    };
    groups.value = [...groups.peek(), group];
    return () => (groups.value = groups.peek().filter(one => one !== group));
  }, [names, title]);
};

const keyboard = new Keyboard();

/** To be called once: hears every key of the window. */
export const hearKeys = (): void => {
  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing) return;
    const { key, ctrlKey, metaKey, altKey, target } = event;
    // A dialog has its own keys.
    if (document.querySelector('dialog[open]')) return;
    const isTyping = target instanceof HTMLElement && takesText(target as HTMLInputElement);
    const all = groups.value.flatMap(({ shortcuts }) => shortcuts);
    const found = keyboard.press(all, { key, ctrlKey, metaKey, altKey, isTyping, at: event.timeStamp });
    if (!found) return;
    event.preventDefault();
    found.run();
  });
};
