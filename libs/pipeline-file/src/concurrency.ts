import { onFulls } from '@switchyard/contracts/words';
import { textExpression } from './expression.js';
import type { ConcurrencyModel } from './model.js';
import { checkName } from './names.js';
import { field, oneOf, type Read, record, text, whole } from './shape.js';

const group: Read<string> = (value, path, report) => {
  const name = text(value, path, report);
  const what = 'the concurrency group';
  return name === undefined ? undefined : checkName(name, { offset: value.offset, path, what }, report) || undefined;
};

const terms = record(
  {
    group: field(group),
    key: field(textExpression),
    limit: field(whole(1, 10_000)),
    onFull: field(oneOf(onFulls), 'on_full', 'on-full'),
  },
  'concurrency (group, key, limit, on-full)',
);

/** Without a group it is the pipeline's own. */
type Concurrency = Omit<ConcurrencyModel, 'group'> & Partial<Pick<ConcurrencyModel, 'group'>>;

/** A name of a group for one execution at a time, or its terms. */
export const concurrency: Read<Concurrency> = (value, path, report) => {
  if (value.kind === 'scalar') {
    const name = group(value, path, report);
    return name === undefined ? undefined : { group: name, ...usual };
  }
  const found = terms(value, path, report);
  return found && { ...usual, ...found.values };
};

const usual = { limit: 1, onFull: 'queue' } as const;
