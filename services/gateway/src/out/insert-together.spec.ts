import { InsertTogether } from './insert-together.js';

const setUp = (patienceMs: number) => {
  const sent: number[][] = [];
  const answers: ((mistakes: ReadonlyMap<number, unknown>) => void)[] = [];
  const inserting = new InsertTogether<number>(rows => {
    sent.push(rows);
    return new Promise(resolve => answers.push(resolve));
  }, patienceMs);
  return { sent, answers, inserting };
};
const told = (adding: Promise<void>): Promise<unknown> =>
  adding.then(
    () => 'kept',
    (error: { code: string }) => error.code,
  );
const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('rows that are inserted', () => {
  it('go alone at once, and together while another is on its way, a hundred at most', async () => {
    const { sent, answers, inserting } = setUp(60_000);
    const all = many(0, 150).map(row => told(inserting.add(row)));
    expect(sent).toEqual([[0]]);
    for (const [n, mistakes] of [[], [[0, { code: 'taken' }]], []].entries()) {
      answers[n]?.(new Map(mistakes as [number, unknown][]));
      await all[[0, 100, 150][n] ?? 0];
    }
    expect(sent).toEqual([[0], many(1, 100), many(101, 150)]);
    expect(await Promise.all(all)).toEqual(['kept', 'taken', ...Array(149).fill('kept')]);
  });

  it('are told of a store that is silent, and none is sent twice', async () => {
    const { sent, answers, inserting } = setUp(20);
    const first = [1, 2, 3].map(row => told(inserting.add(row)));
    expect(await Promise.all(first)).toEqual(Array(3).fill('store-silent'));
    for (const answer of answers) answer(new Map());
    await new Promise(setImmediate);
    const later = told(inserting.add(4));
    answers.at(-1)?.(new Map());
    expect(await later).toBe('kept');
    expect(new Set(sent.flat()).size).toBe(sent.flat().length);
  });
});
