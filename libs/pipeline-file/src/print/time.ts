const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const;

/** A time as people write it, in the largest unit that has no fraction: 600 is `10m`. Less than a second is in `ms`. */
export const timeOf = (seconds: number): string => {
  const whole = units.find(([, size]) => Number.isInteger(seconds / size));
  if (seconds === 0 || !whole) return seconds === 0 ? '0s' : `${Math.round(seconds * 1_000)}ms`;
  return `${seconds / whole[1]}${whole[0]}`;
};

export const timeOfMillis = (millis: number): string => timeOf(millis / 1_000);
