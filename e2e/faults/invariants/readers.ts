import type { ExecutionView } from '@switchyard/contracts';
import type { Reading } from '../reading.js';

/** The reader saw every event once and in order, from the document it began with to the end. */
export const readToTheEnd = ({ id, rev, status }: ExecutionView, { first, revs, last }: Reading): string[] => {
  if (first === undefined) return [`a reader of ${id} never got the document`];
  const wrong = revs.findIndex((one, index) => one !== first + index + 1);
  if (wrong >= 0) return [`a reader of ${id} got rev ${revs[wrong]} after ${revs[wrong - 1] ?? first}`];
  if (last !== status) return [`a reader of ${id} heard that it ended with ${last}, and it is ${status}`];
  return first + revs.length === rev ? [] : [`a reader of ${id} stopped at rev ${first + revs.length} of ${rev}`];
};
