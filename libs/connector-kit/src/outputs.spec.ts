import fc from 'fast-check';
import type { Ending } from './connector.js';
import { withGoodOutputs } from './outputs.js';
import { parseOutputs } from './outputs-text.js';

describe('the outputs a step wrote', () => {
  it.each([
    ['', {}],
    ['\n\n', {}],
    ['version=1.10\n', { version: '1.10' }],
    ['version=1.10', { version: '1.10' }],
    ['a=\nb= x = y \n', { a: '', b: ' x = y ' }],
    ['a=1\na=2\n', { a: '2' }],
    ['a=b<<c\n', { a: 'b<<c' }],
    ['a<<b=c\nx\nb=c\n', { a: 'x' }],
    ['a<<EOF\none\n\ntwo=2\nEOF\nb=3\n', { a: 'one\n\ntwo=2', b: '3' }],
    ['a<<EOF\nEOF', { a: '' }],
    ['_x-Y9=ü ${{ actor }}\r', { '_x-Y9': 'ü ${{ actor }}\r' }],
  ])('%j are %j', (text, outputs) => {
    expect(parseOutputs(text)).toEqual({ outputs });
  });

  it.each([
    ['a=1\nlonely\n', 'line 2: "lonely" is neither name=value nor name<<DELIMITER'],
    ['9a=1', 'line 1: "9a" is no name of an output: a letter or _, then letters, digits, _ or -'],
    ['a b<<X\nX', 'line 1: "a b" is no name of an output'],
    ['__proto__=1', 'line 1: "__proto__" is no name of an output'],
    ['toString=1', 'line 1: "toString" is no name of an output'],
    ['=1', 'line 1: "=1" is neither name=value nor name<<DELIMITER'],
    ['a<<', 'line 1: "a<<" is neither name=value nor name<<DELIMITER'],
    ['a<<EOF\nx\n EOF\n', 'line 1: the value of a has no end: no line after it is just "EOF"'],
    ['a=\0', 'it holds a NUL character'],
    [`${'x'.repeat(70)}`, `line 1: "${'x'.repeat(60)}…" is neither`],
  ])('%j are refused', (text, mistake) => {
    expect(parseOutputs(text)).toEqual({ mistake: expect.stringContaining(mistake) as string });
  });

  it('are read back as they were, whatever they hold', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,20}$/).filter(one => !(one in {}));
    const value = fc.string({ unit: 'binary' }).filter(one => !one.includes('\0') && !one.split('\n').includes('EOF'));
    fc.assert(
      fc.property(fc.dictionary(name, value), outputs => {
        const text = Object.entries(outputs).map(([key, one]) => `${key}<<EOF\n${one}\nEOF\n`);
        expect(parseOutputs(text.join(''))).toEqual({ outputs: { ...outputs } });
      }),
    );
  });

  it('are read in time with their length, and never throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), text => {
        const { mistake } = parseOutputs(text);
        expect(mistake === undefined || mistake.length > 0).toBe(true);
      }),
    );
    const began = performance.now();
    for (const piece of ['a<<b\n', 'a=\n', '=', '<', '\n']) parseOutputs(piece.repeat(65_536 / piece.length));
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});

describe('outputs of any connector', () => {
  const ending = { kind: 'exited', exitCode: 0, startedAt: 1, finishedAt: 2, droppedBytes: 0 } satisfies Ending;

  it('go to the platform when it will take them', () => {
    const good = { ...ending, outputs: { v: '1' } };
    expect(withGoodOutputs(good)).toBe(good);
  });

  it('fail the step when it will not, which it says', () => {
    const reason = 'outputs of 65537 bytes are too large, 65536 is the most';
    expect(withGoodOutputs({ ...ending, outputs: { v: 'x'.repeat(65_536) } })).toEqual({
      ...ending,
      failure: 'user',
      reason,
    });
    const cancelled = { ...ending, kind: 'cancelled', failure: 'cancelled', reason: 'cancelled' } as const;
    expect(withGoodOutputs({ ...cancelled, outputs: { '1': '' } })).toEqual(cancelled);
  });
});
