import type { Millis } from '@switchyard/kernel';

const longestShown = 100;

/** A key, or globs, as one line shows them. */
export const shown = (text: string): string => {
  const plain = text.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '?');
  return plain.length > longestShown ? `${plain.slice(0, longestShown)}…` : plain;
};

/** `12.3 MB, 0.4 s`. */
export const sizeAndTime = (bytes: number, ms: Millis): string => `${size(bytes)}, ${(ms / 1_000).toFixed(1)} s`;

const size = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};
