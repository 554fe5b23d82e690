import { effect, signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'yard-theme';
const isTheme = (word: string | null): word is Theme => themes.some(one => one === word);
const kept = localStorage.getItem(key);

/** What this browser is to look like; it stays so here. */
export const theme = signal<Theme>(isTheme(kept) ? kept : 'system');

effect(() => {
  const { dataset } = document.documentElement;
  if (theme.value === 'system') {
    delete dataset['theme'];
    localStorage.removeItem(key);
  } else {
    dataset['theme'] = theme.value;
    localStorage.setItem(key, theme.value);
  }
});

/** The one after it: system, light, dark. */
export const nextTheme = (): void => {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system';
};
