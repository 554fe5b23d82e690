import { type Reader, reader, wrong } from './reader.js';

export const listOf = <Item>(item: Reader<Item>): Reader<Item[]> =>
  reader(
    { schema: { type: 'array', items: item.schema }, words: `list of ${item.words}`, parts: item.parts },
    (value, path, report) => {
      if (value.kind !== 'list') return wrong(value, path, report, 'a list');
      return value.items.map((one, index) => item(one, `${path}[${index}]`, report)).filter(one => one !== undefined);
    },
  );

/** One value, or a list of them. */
export const oneOrMore = <Item>(item: Reader<Item>): Reader<Item[]> => {
  const list = listOf(item);
  const schema = { anyOf: [item.schema, list.schema] };
  return reader({ schema, words: `${item.words}, or a list`, parts: item.parts }, (value, path, report) => {
    if (value.kind === 'list') return list(value, path, report);
    const one = item(value, path, report);
    return one === undefined ? undefined : [one];
  });
};
