import fc from 'fast-check';
import { doc, name } from '../testing/documents.js';
import { decode, encode } from '../wire/bson.js';
import { compileProjection } from './projection.js';

const path = fc.array(name, { minLength: 1, maxLength: 3 }).map(parts => parts.join('.'));
const spec = fc
  .tuple(fc.uniqueArray(path, { minLength: 1, maxLength: 4 }), fc.constantFrom(0, 1), fc.constantFrom(0, 1, undefined))
  .map(([paths, flag, id]) => ({
    ...Object.fromEntries(paths.map(one => [one, flag])),
    ...(id === undefined ? {} : { _id: id }),
  }));

describe('a projection', () => {
  it('gives the same of a stored document as of its value', () => {
    fc.assert(
      fc.property(doc, spec, (given, wanted) => {
        const project = compileProjection(wanted);
        const raw = encode(given);
        expect(decode(project!.ofRaw!(raw))).toEqual(decode(encode(project!.of(decode(raw)))));
      }),
    );
  });

  it('leaves numbers of the type they were stored with', () => {
    const long = Buffer.concat([
      Buffer.from([16, 0, 0, 0, 18]),
      Buffer.from('a\0'),
      Buffer.alloc(8, 1),
      Buffer.from([0]),
    ]);
    expect(compileProjection({ b: 0 })?.ofRaw?.(long)).toEqual(long);
  });
});
