import { Batches } from './batches.js';

const held = () => {
  const rounds: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const work = (items: number[]) =>
    new Promise<void>((end, fail) => {
      rounds.push({ items, end, fail });
    });
  return { rounds, batches: new Batches(work, 3) };
};
const turn = () => new Promise(resolve => setImmediate(resolve));

describe('batches', () => {
  it('do what comes meanwhile together, in order, and no more at once than they may', async () => {
    const { rounds, batches } = held();
    const all = [1, 2, 3, 4, 5].map(item => batches.add(item));
    for (let round = 0; round < 3; round += 1) {
      await turn();
      rounds[round]?.end();
    }
    await Promise.all(all);
    expect(rounds.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('hold what they weigh, and one item in any case', async () => {
    const done: number[][] = [];
    const batches = new Batches<number>(
      async items => void done.push(items),
      10,
      weight => weight,
    );
    await Promise.all([1, 4, 6, 5, 20, 1].map(item => batches.add(item)));
    expect(done).toEqual([[1], [4, 6], [5], [20], [1]]);
  });

  it('tell those of a failed round, and go on with the next', async () => {
    const { rounds, batches } = held();
    const told = Promise.allSettled([batches.add(1), batches.add(2)]);
    rounds[0]?.fail(new Error('full'));
    await turn();
    rounds[1]?.end();
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('begin again after they had nothing to do', async () => {
    const done: number[][] = [];
    const batches = new Batches<number>(async items => void done.push(items), 10);
    await batches.add(1);
    await batches.add(2);
    expect(done).toEqual([[1], [2]]);
  });
});
