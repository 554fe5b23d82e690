import { readOptions } from './options.js';

const names = ['w1', 'growth'];

describe('options of the benchmarks', () => {
  it('has defaults', () => {
    expect(readOptions([], names)).toMatchObject({ names: [], rounds: 3, processes: false, smoke: false });
  });

  it('takes names and flags in any order', () => {
    expect(readOptions(['--rounds', '5', 'w1', '--processes', '--keep', 'a.jsonl', 'growth'], names)).toMatchObject({
      names: ['w1', 'growth'],
      rounds: 5,
      processes: true,
      keep: 'a.jsonl',
    });
  });

  it.each([
    [['w9'], 'there is no measurement w9; there are w1, growth'],
    [['--rounds', '0'], '--rounds must be 1 to 99, not 0'],
    [['--rounds', 'many'], '--rounds must be 1 to 99, not many'],
    [['--keep', '../../x'], '--keep is the name of a file, not ../../x'],
    [['--frobnicate'], 'frobnicate'],
  ])('refuses %j', (args, words) => {
    expect(() => readOptions(args, names)).toThrow(words);
  });
});
