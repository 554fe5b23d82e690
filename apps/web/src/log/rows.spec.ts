import fc from 'fast-check';
import { cutAnywhere } from './cut.story.js';
import { linesPerBlock, longestShown } from './line-index.js';
import { type Row, rowsOf } from './rows.js';
import { Scan } from './scan.js';

const encoded = (text: string) => new TextEncoder().encode(text);

const allRows = (bytes: Uint8Array, cuts: readonly number[] = []): Row[] => {
  const scan = new Scan();
  for (const piece of cutAnywhere(bytes, cuts)) scan.append(piece);
  return Array.from({ length: scan.index.blocks }, (_, block) =>
    rowsOf(scan, block, ({ start, end }) => bytes.subarray(start, end)),
  ).flatMap(rows => rows ?? []);
};
const textOf = ({ spans }: Row) => spans.map(({ text }) => text).join('');

describe('rows', () => {
  it('are the lines, however the bytes came', () => {
    const part = fc.constantFrom('a', 'ä', '€', '😀', '\n', '\n', ' ', '<b>');
    const text = fc.array(part, { maxLength: 500 }).map(parts => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(1_500), { maxLength: 8 }), (whole, cuts) => {
        const lines = whole.split('\n');
        if (lines.at(-1) === '') lines.pop();
        const rows = allRows(encoded(whole), cuts);
        expect(rows.map(textOf)).toEqual(lines);
        expect(rows.map(({ line }) => line)).toEqual(lines.map((_, line) => line));
      }),
    );
  });

  it('keep their colours from one block to the next', () => {
    const rows = allRows(encoded(`\x1b[31m${'red\n'.repeat(linesPerBlock + 1)}\x1b[0mnot\n`));
    expect(rows.at(-2)?.spans).toEqual([{ text: 'red', style: { fore: 1 } }]);
    expect(rows.at(-1)?.spans).toEqual([{ text: 'not', style: {} }]);
  });

  it('show the beginning of a long line, in whole characters, and say where the rest is', () => {
    const text = `${'€'.repeat(500_000)}\x1b[32m\nnext`;
    const [long, next] = allRows(encoded(text), [10_000]);
    const shown = Math.floor(longestShown / 3);
    expect(long && textOf(long)).toBe('€'.repeat(shown));
    expect(long?.rest).toEqual({ start: longestShown, end: 1_500_005 });
    expect(next?.spans).toEqual([{ text: 'next', style: { fore: 2 } }]);
  });

  it('need their bytes', () => {
    const scan = new Scan();
    scan.append(encoded('a\nb\n'));
    expect(rowsOf(scan, 0, () => undefined)).toBeUndefined();
  });

  it('show bytes that are no text as such', () => {
    expect(allRows(Uint8Array.of(0x66, 0xff, 0xc3, 0x0a, 0xe2, 0x82, 0x0a, 0x67)).map(textOf)).toEqual([
      'f\ufffd\ufffd',
      '\ufffd',
      'g',
    ]);
  });
});
