import { distinct, textLike } from './shape.js';

/** Names that expressions may ask for. */
export const outputs = distinct(
  textLike({
    pattern: /^[A-Za-z_][A-Za-z0-9_]{0,99}$/,
    code: 'bad-output',
    what: 'name of an output',
    suggestion: 'use at most 100 letters, digits and _, not a digit first',
    words: 'name',
  }),
  { most: 100, what: 'an output' },
);
