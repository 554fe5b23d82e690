import type { Bus } from './bus.js';
import { Bucket } from './bucket.js';
import { decode, encode } from './envelope.js';

/** A server whose pages have so many names at most; `between` happens after each. */
const paged = (names: Set<string>, most: number, between: () => void = () => undefined) => {
  let pages = 0;
  const request = async (_: string, data: Uint8Array) => {
    const { offset } = decode<{ offset: number }>(data);
    const all = [...names].toSorted();
    const page = all.slice(offset, offset + most).map(name => [`yard.blob.B.${name}`, 1]);
    pages += 1;
    between();
    return { data: encode({ total: all.length, state: { subjects: Object.fromEntries(page) } }) };
  };
  return { bucket: new Bucket({ request } as unknown as Bus, 'B'), pages: () => pages };
};

const many = (count: number) => new Set(Array.from({ length: count }, (_, n) => `m.${String(n).padStart(4, '0')}`));

describe('the names of a bucket', () => {
  it.each([0, 1, 2, 5, 9, 10, 11])('are all there, of %i in pages of five', async count => {
    const names = many(count);
    expect(await paged(names, 5).bucket.names('m.')).toEqual([...names]);
  });

  it('come one by one where pages are that small', async () => {
    expect(await paged(many(4), 1).bucket.names('m.')).toHaveLength(4);
  });

  it('are one page where there is room', async () => {
    const { bucket, pages } = paged(many(50), 50);
    expect([(await bucket.names('m.')).length, pages()]).toEqual([50, 1]);
  });

  it('that stay are all among them, while others are removed', async () => {
    const names = many(40);
    const left = [...names].values();
    const { bucket } = paged(names, 10, () => {
      for (let n = 0; n < 3; n += 1) names.delete(left.next().value ?? '');
    });
    const found = await bucket.names('m.');
    expect(found).toEqual(expect.arrayContaining([...names]));
    expect(names.size).toBeGreaterThan(0);
  });
});
