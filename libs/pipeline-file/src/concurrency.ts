import { onFulls } from '@switchyard/contracts/words';
import { textExpression } from './expression.js';
import type { ConcurrencyModel } from './model.js';
import { checkName } from './names.js';
import { field, name, oneOf, type Reader, reader, record, whole } from './shape.js';

const group: Reader<string> = reader(name, (value, path, report) => {
  const found = name(value, path, report);
  const what = 'the concurrency group';
  return found === undefined ? undefined : checkName(found, { offset: value.offset, path, what }, report) || undefined;
});

const terms = record(
  {
    id: 'concurrency',
    what: 'concurrency (group, key, limit, on-full)',
    doc: 'How many executions of one group may run at once. A name alone is a group of one at a time.',
  },
  {
    group: field(group, {
      doc: 'What the executions share, within the project.',
      absent: "the pipeline's name",
      example: 'deploys',
    }),
    key: field(textExpression, {
      doc: 'An expression whose text divides the group.',
      absent: 'the group is one',
      example: 'branch',
    }),
    limit: field(whole(1, 10_000), { doc: 'Executions that may run at once.', default: 1, example: '3' }),
    onFull: field(oneOf(onFulls), {
      doc: 'What happens to one too many: it waits, or the oldest is cancelled.',
      default: 'queue',
      example: 'cancel-oldest',
    }),
  },
);

/** Without a group it is the pipeline's own. */
type Concurrency = Omit<ConcurrencyModel, 'group'> & Partial<Pick<ConcurrencyModel, 'group'>>;

const usual = { limit: 1, onFull: 'queue' } as const;

/** A name of a group for one execution at a time, or its terms. */
export const concurrency: Reader<Concurrency> = reader(
  {
    schema: { anyOf: [group.schema, terms.schema] },
    words: `${group.words}, or ${terms.words}`,
    parts: terms.parts,
  },
  (value, path, report) => {
    if (value.kind === 'scalar') {
      const found = group(value, path, report);
      return found === undefined ? undefined : { group: found, ...usual };
    }
    const found = terms(value, path, report);
    return found && { ...usual, ...found.values };
  },
);
