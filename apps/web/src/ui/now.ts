import { signal } from '@preact/signals';

let timer: ReturnType<typeof setInterval> | undefined;

/** The time in milliseconds, moving on each second as long as somebody shows it. */
export const now = signal(Date.now(), {
  watched() {
    this.value = Date.now();
    timer = setInterval(() => (this.value = Date.now()), 1_000);
  },
  unwatched: () => clearInterval(timer),
});
