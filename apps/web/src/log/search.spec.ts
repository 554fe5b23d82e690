import type { AttemptId, ExecutionId, SearchLogAnswer } from '@switchyard/contracts';
import { countOf, LogSearch } from './search.js';

const searchOf = (answer: (text: string) => Promise<SearchLogAnswer>) =>
  new LogSearch({ searchLog: (_id, text) => answer(text) }, 'e' as ExecutionId, 'e.a.1' as AttemptId);
const answerOf = (...lines: number[]): SearchLogAnswer => ({
  matches: lines.map(line => ({ attempt: 'e.a.1' as AttemptId, line, offset: 0, text: '' })),
  bytes: 1,
});

describe('a search', () => {
  it('goes through its hits from where the reader is, and around', async () => {
    const search = searchOf(async () => answerOf(3, 10, 20, 20));
    await search.look('x');
    expect([search.step(1, 8), search.step(1, 0), search.step(1, 0), search.step(-1, 0)]).toEqual([9, 19, 2, 19]);
  });

  it('goes backwards from where the reader is', async () => {
    const search = searchOf(async () => answerOf(3, 10));
    await search.look('x');
    expect(search.step(-1, 9)).toBe(2);
    await search.look('y');
    expect(search.step(-1, 0)).toBe(9);
  });

  it('shows the answer to the last question, whichever comes last', async () => {
    const answers = new Map<string, (answer: SearchLogAnswer) => void>();
    const search = searchOf(text => new Promise(resolve => answers.set(text, resolve)));
    const [first, second] = [search.look('a'), search.look('ab')];
    answers.get('ab')?.(answerOf(2));
    answers.get('a')?.(answerOf(1));
    expect([await first, await second]).toEqual([false, true]);
    expect([search.wanted.value, search.hits.value]).toEqual(['ab', [1]]);
  });

  it('has nothing to go to without hits', async () => {
    const search = searchOf(async () => answerOf());
    await search.look('x');
    expect(search.step(1, 0)).toBeUndefined();
  });

  it.each([
    [0, -1, undefined, 'nothing found'],
    [0, -1, 'bytes', 'nothing in the first 64 MB'],
    [1, -1, undefined, '1 line'],
    [12, 2, undefined, '3 of 12'],
    [1_000, 0, 'limit', '1 of 1,000+'],
  ] as const)('counts %i hits at %i, stopped by %s, as %s', (hits, at, stopped, said) =>
    expect(countOf(hits, at, stopped)).toBe(said),
  );
});
