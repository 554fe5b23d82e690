import { retryCauses } from '@switchyard/contracts/words';
import fc from 'fast-check';

// Small values of a pipeline, among them those that YAML would take for something else.

export const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
export const name = fc
  .string({ minLength: 1, maxLength: 20, unit: 'grapheme-ascii' })
  .filter(text => text.trim() === text && !text.includes('${{'));
export const text = fc.oneof(
  fc.string({ maxLength: 20, unit: 'grapheme' }).filter(one => !/\0|\ufffd|\{\{/.test(one)),
  fc.constantFrom(
    '1.10',
    'true',
    'null',
    '~',
    '0x1F',
    '1e3',
    '- a',
    'a: b',
    '# c',
    ' ',
    'two\nlines\n',
    ' x\n\ny',
    '${{ branch }}',
    '*a',
    '@b',
    '%c',
    "it's",
    'a\tb\n',
  ),
);
export const variable = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,6}$/);
export const glob = fc.stringMatching(/^[a-z*][a-z*/]{0,6}$/);
export const few = <Value>(one: fc.Arbitrary<Value>, minLength = 0, maxLength = 3) =>
  fc.uniqueArray(one, { minLength, maxLength, selector: value => JSON.stringify(value) });
export const map = <Value>(value: fc.Arbitrary<Value>, key = variable) =>
  fc.dictionary(key, value, { maxKeys: 3, noNullPrototype: true });
export const condition = fc.constantFrom("branch == 'main'", 'true', "env['A'] != ''", 'trigger in ["schedule"]');
export const seconds = fc.oneof(fc.integer({ min: 1, max: 604_800 }), fc.constantFrom(60, 3_600, 86_400));
export const millis = fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom(0, 1_000, 60_000));

export const optional = <Keys extends object>(keys: { [Key in keyof Keys]: fc.Arbitrary<Keys[Key]> }) =>
  fc.record(keys, { requiredKeys: [] }) as fc.Arbitrary<Partial<Keys>>;

export const retry = fc.record({
  limit: fc.integer({ min: 0, max: 100 }),
  on: fc.subarray([...retryCauses]),
  backoff: fc.record({ initialMs: millis, factor: fc.integer({ min: 1, max: 10 }), maxMs: millis }),
});
export const limits = optional({ timeoutSeconds: seconds, retry });
