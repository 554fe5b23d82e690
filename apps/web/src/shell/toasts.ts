import { signal } from '@preact/signals';

export interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'bad';
}

/** What has just been said; the oldest first. */
export const toasts = signal<readonly Toast[]>([]);

const shownMs = 5_000;
const mostShown = 4;
let last = 0;

export const dismiss = (id: number): void => {
  toasts.value = toasts.value.filter(one => one.id !== id);
};

/** Says in a corner what has come of something, for a few seconds; what went wrong stays until it is closed. */
export const say = (text: string, tone: Toast['tone'] = 'good'): void => {
  const id = ++last;
  toasts.value = [...toasts.value, { id, text, tone }].slice(-mostShown);
  if (tone === 'good') setTimeout(() => dismiss(id), shownMs);
};
