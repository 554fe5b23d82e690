import { compareValues } from './order.js';
import { type Doc, isDoc } from './document.js';

const isIndex = (part: string): boolean => /^\d+$/.test(part);
export const hasOwn = (holder: object, name: string): boolean => Object.prototype.hasOwnProperty.call(holder, name);

const stepInto = (holder: unknown, part: string, found: unknown[]): void => {
  if (Array.isArray(holder)) {
    if (isIndex(part) && Number(part) < holder.length) found.push(holder[Number(part)]);
    for (const item of holder) if (isDoc(item) && hasOwn(item, part)) found.push(item[part]);
  } else if (isDoc(holder) && hasOwn(holder, part)) found.push(holder[part]);
};

/** Every value a dotted path reaches, through arrays too. Empty when the field is missing. */
export const valuesAt = (doc: Doc, path: string): unknown[] => {
  if (!path.includes('.')) return hasOwn(doc, path) ? [doc[path]] : [];
  let holders: unknown[] = [doc];
  for (const part of path.split('.')) {
    const found: unknown[] = [];
    for (const holder of holders) stepInto(holder, part, found);
    holders = found;
  }
  return holders;
};

/** As `valuesAt`, with the items of arrays instead of the arrays; an empty array counts as undefined. */
export const itemsAt = (doc: Doc, path: string): { items: unknown[]; many: boolean } => {
  const values = valuesAt(doc, path);
  const many = values.length > 1 || values.some(Array.isArray);
  if (!many) return { items: values, many };
  const spread = (value: unknown): unknown[] =>
    Array.isArray(value) ? (value.length > 0 ? (value as unknown[]) : [undefined]) : [value];
  return { items: values.flatMap(spread), many };
};

/** The value a sort compares: the smallest item going up, the largest going down, null when missing. */
const sortValue = (doc: Doc, path: string, direction: number): unknown => {
  const { items } = itemsAt(doc, path);
  if (items.length === 0) return null;
  return items.reduce((best, item) => (compareValues(item, best) * direction < 0 ? item : best));
};

export type SortFields = readonly (readonly [path: string, direction: 1 | -1])[];

export const sortFields = (sort: unknown): SortFields =>
  isDoc(sort) ? Object.entries(sort).map(([path, way]) => [path, Number(way) < 0 ? -1 : 1] as const) : [];

/** A stable sort by paths; `docOf` finds the document in each item. */
export const sortedBy = <T>(items: readonly T[], fields: SortFields, docOf: (item: T) => Doc): T[] => {
  const keyed = items.map(item => {
    const doc = docOf(item);
    return { item, keys: fields.map(([path, direction]) => sortValue(doc, path, direction)) };
  });
  keyed.sort((a, b) => {
    for (const [at, [, direction]] of fields.entries()) {
      const order = compareValues(a.keys[at], b.keys[at]) * direction;
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
};

/** Whether one of two paths is the other, or leads into it. */
export const overlaps = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
