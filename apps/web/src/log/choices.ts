import { effect, type Signal, signal } from '@preact/signals';

const kept = new Map<string, Signal<boolean>>();

/** What a reader has chosen once, in this browser, for all logs. */
export const chosen = (name: string, usual: boolean): Signal<boolean> => {
  const known = kept.get(name);
  if (known) return known;
  const key = `yard-${name}`;
  const choice = signal(usual);
  // A browser may refuse to keep anything.
  try {
    const stored = localStorage.getItem(key);
    if (stored !== null) choice.value = stored === 'true';
  } catch {
    return choice;
  }
  effect(() => {
    const { value } = choice;
    try {
      if (value === usual) localStorage.removeItem(key);
      else localStorage.setItem(key, String(value));
    } catch {
      // Full: the choice holds until the page is left.
    }
  });
  kept.set(name, choice);
  return choice;
};
