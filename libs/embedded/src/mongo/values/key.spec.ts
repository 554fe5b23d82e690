import { Decimal128, Long, MaxKey, MinKey, ObjectId } from 'bson';
import fc from 'fast-check';
import { clippedKey, idKey, inverted, keyOf } from './key.js';
import { compareValues } from './order.js';

const scalar = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('\0', '\u0001', 'a', '\xff'), maxLength: 4 }),
  fc.boolean(),
  fc.constant(null),
  fc.date({ noInvalidDate: true }),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map(bytes => new ObjectId(bytes)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(value => Long.fromBigInt(value)),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'c'), scalar, { maxKeys: 3 }),
);
const sign = (order: number): number => Math.sign(order);

describe('values as keys', () => {
  it('lie in the order of the values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sign(Buffer.compare(keyOf(a), keyOf(b)))).toBe(sign(compareValues(a, b)));
      }),
      { numRuns: 2000 },
    );
  });

  it('lie in the opposite order when inverted', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        const order = Buffer.compare(inverted(keyOf(a)), inverted(keyOf(b)));
        expect(sign(order)).toBe(sign(compareValues(b, a)));
      }),
      { numRuns: 1000 },
    );
  });

  it('are never the start of another, so that they can be joined', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        fc.pre(compareValues(a, b) !== 0);
        const [first, second] = [keyOf(a), keyOf(b)];
        expect(second.subarray(0, first.length).equals(first)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  it('keep the order of types that MongoDB has', () => {
    const inOrder = [
      new MinKey(),
      null,
      -1,
      'text',
      { a: 1 },
      [1],
      new ObjectId(),
      false,
      new Date(0),
      /x/,
      new MaxKey(),
    ];
    const keys = inOrder.map(keyOf);
    expect([...keys].sort((a, b) => Buffer.compare(a, b))).toEqual(keys);
  });

  it('are the same for equal numbers of different types', () => {
    const five = keyOf(5);
    expect([Long.fromNumber(5), Decimal128.fromString('5'), 5n, 5.0].map(keyOf)).toEqual([five, five, five, five]);
    expect(keyOf(-0)).toEqual(keyOf(0));
  });

  it('tell 64-bit integers apart that a double cannot', () => {
    const wide = ['9007199254740992', '9007199254740993', '9223372036854775807'].map(text =>
      keyOf(Long.fromString(text)),
    );
    expect([...wide].sort((a, b) => Buffer.compare(a, b))).toEqual(wide);
    expect(wide[0]?.equals(wide[1] ?? Buffer.alloc(0))).toBe(false);
  });

  it('stay below the limit and apart when they are long', () => {
    const [a, b] = [idKey(`${'x'.repeat(5000)}a`), idKey(`${'x'.repeat(5000)}b`)];
    expect(a).toHaveLength(300);
    expect(a.equals(b)).toBe(false);
    expect(clippedKey('x'.repeat(5000), 100)).toHaveLength(100);
  });
});
