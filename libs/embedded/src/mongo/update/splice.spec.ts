import { Long } from 'bson';
import fc from 'fast-check';
import { doc, name, value } from '../testing/documents.js';
import { type Doc } from '../values/document.js';
import { overlaps } from '../values/path.js';
import { decode, encode } from '../wire/bson.js';
import { spliced } from './splice.js';
import { applyUpdate, type PlainSet } from './update.js';

const path = fc
  .array(fc.oneof(name, fc.nat({ max: 5 }).map(String)), { minLength: 1, maxLength: 4 })
  .filter(([first]) => !/\d/.test(first ?? ''))
  .map(parts => parts.join('.'));
const sets: fc.Arbitrary<PlainSet[]> = fc
  .array(fc.record({ path, value }), { minLength: 1, maxLength: 4 })
  .filter(all => all.every((one, at) => all.slice(0, at).every(other => !overlaps(one.path, other.path))));

const applied = (raw: Buffer, all: readonly PlainSet[]): Doc =>
  applyUpdate(decode(raw), {
    change: { $set: Object.fromEntries(all.map(set => [set.path, set.value])) },
    filter: {},
    arrayFilters: [],
    multi: false,
    variables: {},
    now: new Date(0),
  });
const set = (given: Doc, fields: Doc): Doc | undefined => {
  const raw = spliced(
    encode(given),
    Object.entries(fields).map(([path, value]) => ({ path, value })),
  );
  return raw && decode(raw);
};

describe('a stored document with other values at some places', () => {
  it('is the same as its value with these set, or is left to who sets them there', () => {
    fc.assert(
      fc.property(doc, sets, (given, all) => {
        const raw = encode(given);
        const found = spliced(raw, all);
        if (found) expect(decode(found)).toEqual(decode(encode(applied(raw, all))));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[string, Doc, Doc, Doc | undefined]>([
    ['a field', { a: 1, b: 2 }, { a: 3 }, { a: 3, b: 2 }],
    ['a field of another type and length', { a: 1, b: 2 }, { a: 'three' }, { a: 'three', b: 2 }],
    ['a new field', { a: { b: 1 } }, { 'a.c': 2, d: 3 }, { a: { b: 1, c: 2 }, d: 3 }],
    ['one item of a list', { a: [{ n: 1 }, { n: 2 }] }, { 'a.1': { n: 3 } }, { a: [{ n: 1 }, { n: 3 }] }],
    ['a field of one item', { a: [{ n: 1 }, { n: 2 }] }, { 'a.1.n': 3 }, { a: [{ n: 1 }, { n: 3 }] }],
    ['the next items of a list', { a: [0] }, { 'a.1': 1, 'a.2': 2 }, { a: [0, 1, 2] }],
    ['nothing beyond the next item', { a: [0] }, { 'a.2': 2 }, undefined],
    ['nothing on a way that is not there', { a: 1 }, { 'b.c': 2 }, undefined],
    ['nothing below a value', { a: 1 }, { 'a.c': 2 }, undefined],
    ['no name in a list', { a: [0] }, { 'a.c': 2 }, undefined],
    ['no id', { _id: 1 }, { _id: 2 }, undefined],
  ])('takes %s', (_, given, fields, expected) => {
    expect(set(given, fields)).toEqual(expected);
  });

  it('leaves numbers beside them of the type they were stored with', () => {
    const raw = encode({ a: Long.fromNumber(5), b: 1 });
    expect(spliced(raw, [{ path: 'b', value: 2 }])).toEqual(encode({ a: Long.fromNumber(5), b: 2 }));
  });

  it('sets the one that counts where a name is there twice', () => {
    const one = encode({ a: 1 }).subarray(4, -1);
    const raw = Buffer.concat([Buffer.from([5 + 2 * one.length, 0, 0, 0]), one, one, Buffer.from([0])]);
    expect(decode(spliced(raw, [{ path: 'a', value: 2 }]) ?? raw)).toEqual({ a: 2 });
  });
});
