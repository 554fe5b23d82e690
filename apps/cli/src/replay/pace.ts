import type { Millis } from '@switchyard/kernel';

/** So many times as fast as it was; `max` waits for nothing. */
export type Speed = number | 'max';

/** Such as `10`, `10x`, `0.5` or `max`; undefined for any other text. */
export const speedOf = (text: string): Speed | undefined => {
  if (text === 'max') return text;
  const [, digits] = /^(\d{1,6}(?:\.\d{1,6})?)x?$/.exec(text) ?? [];
  const speed = Number(digits);
  return speed > 0 ? speed : undefined;
};

/**
 * How long to wait before a moment is shown.
 * @param shownFor how long the replay has been going on: what it is late is not made later.
 */
export const waitFor = (at: Millis, { first, speed, shownFor }: { first: Millis; speed: Speed; shownFor: Millis }) =>
  speed === 'max' ? 0 : Math.max(0, (at - first) / speed - shownFor);
