import { textLike } from '../shape.js';

/** An amount of memory, as platforms write it; or an expression that gives one. */
export const memory = textLike({
  pattern: /^\d{1,9}(?:\.\d{1,3})?\s?(?:[kmgtKMGT]i?[bB]?)?$|\$\{\{/,
  code: 'bad-memory',
  what: 'amount of memory',
  suggestion: 'write an amount such as 512m or 2Gi',
  words: 'amount, such as `512m`',
});
