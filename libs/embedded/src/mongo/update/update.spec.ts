import { Long } from 'bson';
import { type Doc } from '../values/document.js';
import { applyUpdate } from './update.js';
import { upserted } from './upsert.js';

const now = new Date('2026-01-01T00:00:00Z');
const request = (change: unknown, extra: { filter?: Doc; arrayFilters?: Doc[]; multi?: boolean } = {}) => ({
  change,
  filter: {},
  arrayFilters: [],
  multi: false,
  variables: {},
  now,
  ...extra,
});
const after = (doc: Doc, change: unknown, extra = {}): Doc => applyUpdate(doc, request(change, extra));
const refusal = (doc: Doc, change: unknown, extra = {}): unknown => {
  try {
    return after(doc, change, extra);
  } catch (thrown) {
    return (thrown as { codeName: string }).codeName;
  }
};

describe('an update', () => {
  it.each<[string, Doc, Doc, Doc]>([
    ['$set makes the documents on the way', {}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
    ['$set fills an array with nulls', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    ['$unset removes a field', { a: 1, b: 2 }, { $unset: { a: '' } }, { b: 2 }],
    ['$unset leaves null in an array', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
    ['$inc begins with its operand', {}, { $inc: { n: 2 } }, { n: 2 }],
    ['$inc adds', { n: 1 }, { $inc: { n: -3 } }, { n: -2 }],
    ['$mul begins with zero', {}, { $mul: { n: 2 } }, { n: 0 }],
    ['$min keeps the smaller', { n: 3 }, { $min: { n: 2 } }, { n: 2 }],
    ['$max keeps the larger', { n: 3 }, { $max: { n: 2 } }, { n: 3 }],
    ['$rename moves a value', { a: { x: 1 } }, { $rename: { 'a.x': 'b' } }, { a: {}, b: 1 }],
    ['$currentDate takes the time from outside', {}, { $currentDate: { at: true } }, { at: now }],
    ['$bit combines', { n: 5 }, { $bit: { n: { and: 4 } } }, { n: 4 }],
    ['$setOnInsert leaves what exists', { a: 1 }, { $setOnInsert: { a: 2 } }, { a: 1 }],
    ['$push makes the array', {}, { $push: { a: 1 } }, { a: [1] }],
    [
      '$push with all its clauses',
      { a: [5] },
      { $push: { a: { $each: [3, 9, 1], $sort: 1, $slice: -3 } } },
      { a: [3, 5, 9] },
    ],
    ['$push at a position', { a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }, { a: [1, 2, 3, 4] }],
    [
      '$push sorts documents by a path',
      { a: [{ n: 2 }] },
      { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
      { a: [{ n: 1 }, { n: 2 }] },
    ],
    [
      '$addToSet adds what is new',
      { a: [1, { x: 1 }] },
      { $addToSet: { a: { $each: [{ x: 1 }, 2] } } },
      { a: [1, { x: 1 }, 2] },
    ],
    ['$pull takes equal values', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull takes by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    [
      '$pull takes documents that match',
      { a: [{ n: 1, m: 2 }, { n: 2 }] },
      { $pull: { a: { n: 1 } } },
      { a: [{ n: 2 }] },
    ],
    ['$pullAll takes each', { a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    ['$pop takes the last', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
    ['$pop takes the first', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }],
    ['a document replaces all but the id', { _id: 1, a: 1 }, { b: 2 }, { _id: 1, b: 2 }],
  ])('%s', (_, before, change, expected) => {
    expect(after(before, change)).toEqual(expected);
  });

  it('adds 64-bit integers exactly', () => {
    const { n } = after({ n: Long.fromString('9007199254740993') }, { $inc: { n: 1 } });
    expect(String(n)).toBe('9007199254740994');
    expect(String(after({ n: Number.MAX_SAFE_INTEGER }, { $inc: { n: 2 } })['n'])).toBe('9007199254740993');
  });

  it('changes the item the filter met', () => {
    const doc = {
      _id: 1,
      steps: [
        { name: 'a', n: 1 },
        { name: 'b', n: 1 },
      ],
    };
    expect(after(doc, { $inc: { 'steps.$.n': 1 } }, { filter: { 'steps.name': 'b' } })['steps']).toEqual([
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
    ]);
  });

  it('changes every item, and those array filters accept, also nested', () => {
    const doc = { rows: [{ cells: [1, 8] }, { cells: [9] }] };
    expect(after(doc, { $inc: { 'rows.$[].cells.$[big]': 1 } }, { arrayFilters: [{ big: { $gt: 5 } }] })).toEqual({
      rows: [{ cells: [1, 9] }, { cells: [10] }],
    });
  });

  it.each<[string, Doc, unknown, string]>([
    ['an unknown operator', {}, { $fly: { a: 1 } }, 'FailedToParse'],
    ['two operators on one path', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 'ConflictingUpdateOperators'],
    ['a path and one below it', {}, { $set: { a: 1, 'a.b': 2 } }, 'ConflictingUpdateOperators'],
    ['another id', { _id: 1 }, { $set: { _id: 2 } }, 'ImmutableField'],
    ['a replacement with another id', { _id: 1 }, { _id: 2 }, 'ImmutableField'],
    ['a path through a number', { a: 1 }, { $set: { 'a.b': 1 } }, 'PathNotViable'],
    ['an increment of text', { a: 'x' }, { $inc: { a: 1 } }, 'TypeMismatch'],
    ['an increment by text', { a: 1 }, { $inc: { a: 'x' } }, 'TypeMismatch'],
    ['a push to a number', { a: 1 }, { $push: { a: 1 } }, 'BadValue'],
    ['an empty field name', {}, { $set: { 'a..b': 1 } }, 'FailedToParse'],
    ['a path through __proto__', {}, { $set: { '__proto__.x': 1 } }, 'BadValue'],
    ['a positional operator without its match', { a: [1] }, { $set: { 'a.$': 2 } }, 'BadValue'],
    ['an array filter that is missing', { a: [1] }, { $set: { 'a.$[x]': 2 } }, 'BadValue'],
  ])('refuses %s', (_, doc, change, name) => {
    expect(refusal(doc, change)).toBe(name);
  });

  it('refuses an array filter nobody uses', () => {
    expect(refusal({ a: [1] }, { $set: { b: 1 } }, { arrayFilters: [{ x: 1 }] })).toBe('FailedToParse');
  });
});

describe('an upsert', () => {
  it('starts with what the filter demands and takes $setOnInsert', () => {
    const filter = { _id: 7, name: 'x', 'deep.n': { $eq: 1 }, size: { $gt: 3 }, $and: [{ kind: { $in: ['k'] } }] };
    expect(upserted(request({ $set: { a: 1 }, $setOnInsert: { b: 2 } }, { filter }))).toEqual({
      _id: 7,
      name: 'x',
      deep: { n: 1 },
      kind: 'k',
      a: 1,
      b: 2,
    });
  });

  it('takes only the id of the filter when a document replaces', () => {
    expect(upserted(request({ a: 1 }, { filter: { _id: 7, name: 'x' } }))).toEqual({ _id: 7, a: 1 });
  });
});
