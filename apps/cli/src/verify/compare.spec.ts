import { differenceOf, type StepSide } from './compare.js';
import { sentenceOf } from './sentence.js';

const aStep = (more: Partial<StepSide> = {}, lines?: string[]): StepSide => ({
  id: 'test',
  name: 'test',
  status: 'success',
  exitCode: 0,
  ...more,
  ...(lines
    ? {
        lines: async function* () {
          yield* lines;
        },
      }
    : {}),
});
const sentence = async (there: StepSide, here?: StepSide) => {
  const difference = await differenceOf(there, here);
  return difference && sentenceOf(difference);
};

describe('two runs of a step', () => {
  it('are the same where only times and places differ', async () => {
    const there = aStep({ outputs: { at: '12:30:04' } }, ['built in 3 s', 'Pulling busybox:1', 'done']);
    const here = aStep({ outputs: { at: '12:31:09' } }, ['built in 4.1 s', 'done']);
    expect(await sentence(there, here)).toBeUndefined();
  });

  it('are the same where one has no output to compare', async () => {
    expect(await sentence(aStep({}, ['a']), aStep())).toBeUndefined();
  });

  it.each<[string, StepSide, StepSide | undefined, string]>([
    [
      'status',
      aStep(),
      aStep({ status: 'failed', exitCode: 2, reason: 'exit code 2' }),
      'step test: success there, and failed (exit code 2) here',
    ],
    ['status, of one that is not there', aStep(), undefined, 'step test: success there, and not there at all here'],
    [
      'exit code',
      aStep({ status: 'failed', exitCode: 3 }),
      aStep({ status: 'failed', exitCode: 4 }),
      'step test: its exit code is 3 there, and 4 here',
    ],
    ['signal', aStep({ signal: 'SIGKILL' }), aStep(), 'step test: its signal is SIGKILL there, and none here'],
    [
      'output',
      aStep({ outputs: { v: '1' } }),
      aStep({ outputs: { v: '2' } }),
      'step test: its output v is "1" there, and "2" here',
    ],
    [
      'output that is missing',
      aStep({ outputs: { v: '' } }),
      aStep(),
      'step test: its output v is "" there, and nothing here',
    ],
    [
      'line',
      aStep({}, ['a', '23911']),
      aStep({}, ['a', '1201']),
      'step test: line 2 of its output is "23911" there, and "1201" here',
    ],
    [
      'line, counted in the whole output',
      aStep({}, ['Source: taken from the copy that this connector has', 'x']),
      aStep({}, ['y']),
      'step test: line 2 of its output (line 1 here) is "x" there, and "y" here',
    ],
    [
      'shorter output',
      aStep({}, ['a', 'b']),
      aStep({}, ['a']),
      'step test: after 1 lines its output ends here, and line 2 there is "b"',
    ],
    [
      'longer output',
      aStep({}, ['a']),
      aStep({}, ['a', 'b']),
      'step test: after 1 lines its output ends there, and line 2 here is "b"',
    ],
  ])('differ by their %s', async (_, there, here, expected) => expect(await sentence(there, here)).toBe(expected));

  it('are told in a sentence of some length', async () => {
    expect((await sentence(aStep({}, ['a'.repeat(10_000)]), aStep({}, ['b'])))?.length).toBeLessThan(250);
  });

  it('are read no further than the first difference', async () => {
    let read = 0;
    const lines = async function* () {
      for (; read < 1_000_000; read += 1) yield `line ${read}`;
    };
    expect(await sentence({ ...aStep(), lines }, aStep({}, ['other']))).toContain('line 1 of');
    expect(read).toBeLessThan(10);
  });
});
