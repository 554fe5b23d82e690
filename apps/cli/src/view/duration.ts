/** Such as `28 ms`, `1.3 s`, `42 s`, `3 min 5 s`, `2 h 10 min`. */
export const duration = (ms: number): string => {
  if (ms < 999.5) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = ms / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
};

/** From one time to the other or to now; empty where nothing has begun. */
export const between = (from: string | undefined, to: string | undefined, now: number): string =>
  from === undefined ? '' : duration((to === undefined ? now : Date.parse(to)) - Date.parse(from));
