import { maxSteps } from '@switchyard/contracts/words';
import type { Located } from '../located.js';
import type { Report } from '../report.js';
import { either, type Reader, reader, wrong } from './reader.js';

export const listOf = <Item>(item: Reader<Item>): Reader<Item[]> =>
  reader(
    { schema: { type: 'array', items: item.schema }, words: `list of ${item.words}`, parts: item.parts },
    (value, path, report) => {
      if (value.kind !== 'list') return wrong(value, path, report, 'a list');
      return value.items.map((one, index) => item(one, `${path}[${index}]`, report)).filter(one => one !== undefined);
    },
  );

/**
 * Steps, or what holds them: of no use when it is empty, which editors say and whoever reads it knows better what to say of,
 * and of no more than a pipeline may have, since each that is read costs time.
 */
export const someOf = <Item>(item: Reader<Item>): Reader<Item[]> => {
  const list = listOf(item);
  const schema = { ...list.schema, minItems: 1, maxItems: maxSteps };
  return reader({ ...list, schema }, (value, path, report) => {
    if (value.kind !== 'list' || value.items.length <= maxSteps) return list(value, path, report);
    report.add(value.offset, path, {
      code: 'too-many-steps',
      message: `${path} has ${value.items.length} items, and a pipeline has at most ${maxSteps} steps`,
      suggestion: 'split it into several pipelines',
    });
    return list({ ...value, items: value.items.slice(0, maxSteps) }, path, report);
  });
};

/** One value, or a list of them. */
export const oneOrMore = <Item>(item: Reader<Item>): Reader<Item[]> => {
  const list = listOf(item);
  const { schema } = either([item, list]);
  return reader({ schema, words: `${item.words}, or a list`, parts: item.parts }, (value, path, report) => {
    if (value.kind === 'list') return list(value, path, report);
    const one = item(value, path, report);
    return one === undefined ? undefined : [one];
  });
};

interface Bounds {
  most: number;
  /** What each of them is, such as `a label`. */
  what: string;
}

/** One value, or a list in which each stands once. */
export const distinct = <Item>(item: Reader<Item>, bounds: Bounds): Reader<Item[]> => {
  const every = oneOrMore(item);
  // Not `uniqueItems`: 1.1 and 1.10 are two texts here, and one number there.
  const list = { ...item, schema: { type: 'array', items: item.schema, maxItems: bounds.most } };
  return reader({ ...every, schema: either([item, list]).schema }, (value, path, report) => {
    if (value.kind === 'list') checkBounds(value.items, { path, offset: value.offset, ...bounds }, report);
    return every(value, path, report);
  });
};

const checkBounds = (
  items: Located[],
  { path, offset, most, what }: Bounds & { path: string; offset: number },
  report: Report,
): void => {
  if (items.length > most)
    report.add(offset, path, {
      code: 'too-many',
      message: `${path} has ${items.length} values, and ${most} is the most`,
      suggestion: 'name fewer',
    });
  const seen = new Set<string>();
  for (const [index, one] of items.entries()) {
    if (one.kind !== 'scalar') continue;
    if (seen.has(one.written))
      report.add(one.offset, `${path}[${index}]`, {
        code: 'duplicate-value',
        message: `${one.written} stands here twice`,
        suggestion: `name ${what} once`,
      });
    seen.add(one.written);
  }
};
