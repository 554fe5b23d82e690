import { onDemand } from 'bson';
import { ARRAY, DOCUMENT, wrapped } from '../wire/bson.js';
import { type FieldTree } from './field-tree.js';

/** An element as it lies in its document: its type, its name, and where its value begins and ends. */
interface Element {
  type: number;
  name: string;
  /** Type, name and value. */
  whole: Buffer;
  /** Type and name. */
  head: Buffer;
  value: Buffer;
}

const elementsOf = (raw: Buffer): Element[] =>
  [...onDemand.parseToElements(raw)].map(([type, nameAt, nameLength, at, length]) => ({
    type,
    name: raw.toString('utf8', nameAt, nameAt + nameLength),
    whole: raw.subarray(nameAt - 1, at + length),
    head: raw.subarray(nameAt - 1, nameAt + nameLength + 1),
    value: raw.subarray(at, at + length),
  }));

const named = (type: number, name: string | number): Buffer => Buffer.from(`${String.fromCharCode(type)}${name}\0`);

/** The document without what the tree names; of lists, each item without it. */
export const rawWithout = (raw: Buffer, tree: FieldTree): Buffer => withoutEach(raw, name => tree[name]);

/** @param nodeOf what is to be left out of each element: all of it, or a part. */
const withoutEach = (raw: Buffer, nodeOf: (name: string) => FieldTree | true | undefined): Buffer =>
  wrapped(
    elementsOf(raw).flatMap(({ type, name, whole, head, value }) => {
      const node = nodeOf(name);
      if (node === true) return [];
      if (node && type === DOCUMENT) return [head, rawWithout(value, node)];
      return node && type === ARRAY ? [head, withoutEach(value, () => node)] : [whole];
    }),
  );

/** The document with nothing but what the tree names; of that, lists and whatever else holds no names are there whole. */
export const rawPart = (raw: Buffer, tree: FieldTree): Buffer =>
  wrapped(
    elementsOf(raw).flatMap(({ type, name, whole, head, value }) => {
      const node = tree[name];
      if (node === undefined) return [];
      return node !== true && type === DOCUMENT ? [head, rawPart(value, node)] : [whole];
    }),
  );

/** The document with nothing but what the tree names; of lists, each item that has fields. */
export const rawKept = (raw: Buffer, tree: FieldTree): Buffer =>
  wrapped(
    elementsOf(raw).flatMap(({ type, name, whole, head, value }) => {
      const node = tree[name];
      if (node === true) return [whole];
      if (node && type === DOCUMENT) return [head, rawKept(value, node)];
      return node && type === ARRAY ? [head, itemsKept(value, node)] : [];
    }),
  );

const itemsKept = (raw: Buffer, tree: FieldTree): Buffer => {
  const items = elementsOf(raw).filter(({ type }) => type === DOCUMENT || type === ARRAY);
  return wrapped(
    items.flatMap(({ type, value }, at) => [
      named(type, at),
      type === DOCUMENT ? rawKept(value, tree) : itemsKept(value, tree),
    ]),
  );
};
