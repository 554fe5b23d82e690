import { Fresh } from './fresh.js';

const setUp = (isKept?: (answer: number) => boolean) => {
  const clock = { at: 0, monotonic: () => clock.at };
  const asked: string[] = [];
  let answer: () => Promise<number> = async () => asked.length;
  const fresh = new Fresh<string, number>(
    key => {
      asked.push(key);
      return answer();
    },
    clock,
    { freshMs: 100, most: 2, ...(isKept ? { isKept } : {}) },
  );
  return { clock, asked, fresh, answers: (how: () => Promise<number>) => (answer = how) };
};

describe('fresh answers', () => {
  it('are asked for once while they are good, however many want to know', async () => {
    const { clock, fresh } = setUp();
    expect(await Promise.all([fresh.get('a'), fresh.get('a')])).toEqual([1, 1]);
    clock.at = 99;
    expect(await fresh.get('a')).toBe(1);
    clock.at = 100;
    expect([fresh.last('a'), await fresh.get('a'), fresh.last('a')]).toEqual([1, 2, 2]);
  });

  it('are not kept where they failed, or are not worth it', async () => {
    const { fresh, answers, asked } = setUp(answer => answer > 1);
    answers(async () => {
      throw new Error('away');
    });
    await expect(fresh.get('a')).rejects.toThrow('away');
    answers(async () => 1);
    expect([await fresh.get('a'), fresh.last('a')]).toEqual([1, undefined]);
    answers(async () => 2);
    expect([await fresh.get('a'), await fresh.get('a'), asked.length]).toEqual([2, 2, 3]);
  });

  it('make room, the longest known first, and are forgotten on demand', async () => {
    const { fresh, asked } = setUp();
    for (const key of ['a', 'b', 'c', 'b', 'a']) await fresh.get(key);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
    fresh.forget('a');
    await fresh.get('a');
    fresh.forgetAll();
    await fresh.get('a');
    expect(asked).toHaveLength(6);
  });
});
