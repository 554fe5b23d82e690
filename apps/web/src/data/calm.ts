/**
 * Many calls become few: the first runs soon, and those that come meanwhile share the next.
 * @param waitMs between two runs at least.
 */
export const calm = (run: () => unknown, waitMs: number): { call(): void; stop(): void } => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    call: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, waitMs);
    },
    stop: () => clearTimeout(timer),
  };
};
