import fc from 'fast-check';
import { type Doc } from '../values/document.js';
import { encode, StoredDocument } from '../wire/bson.js';
import { askedPaths, compileRawMatcher } from './asked-fields.js';
import { compileMatcher } from './matcher.js';

const name = fc.constantFrom('a', 'b', 'c');
const scalar = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constantFrom('x', null));
const { value } = fc.letrec<{ value: unknown; doc: Doc }>(tie => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('value'), { maxLength: 3 }), tie('doc')),
  doc: fc.dictionary(name, tie('value'), { maxKeys: 3 }) as fc.Arbitrary<Doc>,
}));
const doc = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] }) as fc.Arbitrary<Doc>;
const path = fc
  .array(fc.oneof({ weight: 5, arbitrary: name }, { weight: 1, arbitrary: fc.constantFrom('0', '1') }), {
    minLength: 1,
    maxLength: 3,
  })
  .map(parts => parts.join('.'));
const condition = fc.oneof(
  scalar,
  fc.record({ $ne: scalar }),
  fc.record({ $in: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
  fc.record({ $exists: fc.boolean() }),
  fc.record({ $elemMatch: fc.record({ a: scalar }) }),
  fc.record({ $size: fc.nat({ max: 2 }) }),
);
const plain: fc.Arbitrary<Doc> = fc.dictionary(path, condition, { maxKeys: 2 });
const filter = fc.oneof(
  plain,
  fc.array(plain, { minLength: 1, maxLength: 2 }).map($or => ({ $or })),
  fc.tuple(plain, plain).map(([first, second]) => ({ ...first, $nor: [second] })),
);

describe('a filter of stored documents', () => {
  it('accepts what it accepts of their values, of which it decodes a part', () => {
    fc.assert(
      fc.property(doc, filter, (given, wanted) => {
        const stored = new StoredDocument(encode(given));
        expect(compileRawMatcher(wanted)(stored)).toBe(compileMatcher(wanted)(stored.doc));
      }),
      { numRuns: 2_000 },
    );
  });

  it('names the paths that decide on it, and none where it may ask for anything', () => {
    expect(askedPaths({ a: 1, $or: [{ 'b.c': 2 }, { d: { $gt: 3 } }], $comment: 'x' })).toEqual(['a', 'b.c', 'd']);
    expect(askedPaths({ a: 1, $expr: { $eq: ['$b', 1] } })).toBeUndefined();
    expect(askedPaths({ $or: [{ a: 1 }, { $where: 'true' }] })).toBeUndefined();
  });

  it('decodes no document for it', () => {
    const broken = encode({ a: 1, b: { c: 'text' } });
    // No text is as long as this one now says.
    broken.writeInt32LE(1_000, broken.indexOf('text') - 4);
    expect(compileRawMatcher({ a: 1 })(new StoredDocument(broken))).toBe(true);
  });
});
