import fc from 'fast-check';
import { type Doc } from '../values/document.js';

/** Of a field. */
export const name = fc.constantFrom('a', 'b', 'c', 'ä');

/** Of any kind, nested. */
export const { value } = fc.letrec<{ value: unknown; doc: Doc }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('doc'),
  ),
  doc: fc.dictionary(name, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Doc>,
}));

/** One whose fields are of any kind. */
export const doc = fc.record({ _id: fc.integer(), a: value, b: value, c: value }) as fc.Arbitrary<Doc>;
