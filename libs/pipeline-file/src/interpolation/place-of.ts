import type { Scalar_ } from '../located.js';
import type { Report } from '../report.js';

const open = '${{';

/**
 * Where places of a text stand in its file. Quotes, folded lines and lines of their own shift them, so that there the
 * signs of an expression are counted; where even they differ it is the beginning of the text.
 */
export const placesOf = ({ offset, end = offset, written }: Scalar_, report: Report): ((start: number) => number) => {
  const raw = report.written(offset, end);
  for (const shift of [0, 1]) if (raw.startsWith(written, shift)) return start => offset + shift + start;
  const wanted = signsIn(written);
  const found = signsIn(raw);
  if (found.length !== wanted.length) return () => offset;
  const moved = new Map(wanted.map((start, index) => [start, found[index] ?? 0]));
  return start => offset + (moved.get(start) ?? 0);
};

const signsIn = (text: string): number[] => {
  const found: number[] = [];
  for (let at = text.indexOf(open); at >= 0; at = text.indexOf(open, at + 1)) found.push(at);
  return found;
};
