import { lookPage, lookThrough, Seen } from './look-back.js';

/** Pages of what there is, numbered. */
const reading = (count: number) => {
  const asked: object[] = [];
  const read = async (from: { since: number } | { after: string }) => {
    asked.push(from);
    const begin = 'after' in from ? Number(from.after) : 0;
    const items = Array.from({ length: Math.min(lookPage, count - begin) }, (_, n) => begin + n);
    return { items, next: items.length === 0 ? undefined : String(begin + items.length) };
  };
  return { asked, read };
};

describe('a look back', () => {
  it.each([0, 1, lookPage - 1, lookPage, lookPage + 1, 3 * lookPage])(
    'handles each of %d once, in order',
    async count => {
      const { asked, read } = reading(count);
      const handled: number[] = [];
      const passed: number[] = [];
      await lookThrough(
        7,
        read,
        async item => void handled.push(item),
        async last => void passed.push(last),
      );
      expect(handled).toEqual(Array.from({ length: count }, (_, n) => n));
      expect(asked[0]).toEqual({ since: 7 });
      expect(asked).toHaveLength(Math.floor(count / lookPage) + 1);
      expect(passed).toEqual(Array.from({ length: Math.floor(count / lookPage) }, (_, n) => (n + 1) * lookPage - 1));
    },
  );

  it('stops at what cannot be handled, which the next look meets again', async () => {
    const { read } = reading(3);
    const handled: number[] = [];
    const handle = async (item: number) => {
      if (item === 1) throw new Error('the store is away');
      handled.push(item);
    };
    await expect(lookThrough(0, read, handle)).rejects.toThrow('away');
    expect(handled).toEqual([0]);
  });

  it('remembers what it has seen, and forgets the oldest', () => {
    const seen = new Seen<number>();
    for (let n = 0; n <= 20_000; n += 1) seen.add(n);
    expect([seen.has(0), seen.has(1), seen.has(20_000)]).toEqual([false, true, true]);
  });
});
