const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** A span of time in its two largest units: `850 ms`, `4.2 s`, `3m 20s`, `2h 5m`, `3d 4h`. */
export const spanText = (ms: number): string => {
  if (!Number.isFinite(ms) || ms < 0) return '0 s';
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const at = units.findIndex(([, size]) => seconds >= size);
  const [first, second] = [units[at], units[at + 1]];
  if (!first || !second) return `${seconds} s`;
  const rest = Math.floor((seconds % first[1]) / second[1]);
  return `${Math.floor(seconds / first[1])}${first[0]}${rest > 0 ? ` ${rest}${second[0]}` : ''}`;
};

const steps: [atMostSeconds: number, unitSeconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3_600, 60, 'minute'],
  [86_400, 3_600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
  [365 * 86_400, 30 * 86_400, 'month'],
  [Number.POSITIVE_INFINITY, 365 * 86_400, 'year'],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** `just now`, `5 min. ago`, `yesterday`, `in 3 hr.` */
export const relativeText = (time: number, now: number): string => {
  const seconds = (time - now) / 1_000;
  // Clocks of two machines differ a little.
  if (seconds > -10 && seconds < 5) return 'just now';
  const [, size, unit] = steps.find(([most]) => Math.abs(seconds) < most) ?? [0, 1, 'second' as const];
  return relative.format(Math.trunc(seconds / size), unit);
};

/** `2026-03-01 12:30:05`, in the reader's own zone, which stands behind it. */
export const exactText = (time: number): string => {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  const zone = -date.getTimezoneOffset();
  const sign = zone < 0 ? '-' : '+';
  const offset = `${sign}${two(Math.floor(Math.abs(zone) / 60))}:${two(Math.abs(zone) % 60)}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())} ${offset}`;
};

/** Bytes as people read them: `512 B`, `1.5 KB`, `20 MB`. */
export const bytesText = (bytes: number): string => {
  const names = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1_024 ** power;
  return `${power === 0 || value >= 10 ? Math.round(value) : value.toFixed(1)} ${names[power]}`;
};
