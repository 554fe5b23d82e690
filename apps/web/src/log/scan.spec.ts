import fc from 'fast-check';
import { cutAnywhere } from './cut.story.js';
import { Scan } from './scan.js';

const encoded = (text: string) => new TextEncoder().encode(text);
const scanOf = (pieces: Uint8Array[]): Scan => {
  const scan = new Scan();
  for (const piece of pieces) scan.append(piece);
  return scan;
};
const factsOf = (scan: Scan) => ({
  lines: scan.index.lines,
  errors: scan.errors,
  folds: scan.folds.all,
  styles: Array.from({ length: scan.index.blocks }, (_, block) => scan.styleOf(block)),
  long: Array.from({ length: scan.index.lines }, (_, line) => scan.styleAfter(line)),
});

describe('a scan', () => {
  it('learns the same however the bytes are cut, also inside a character or an escape', () => {
    const line = fc.constantFrom(
      '##[group]Größe',
      '##[endgroup]',
      '\x1b[0Ksection_start:1:a\r\x1b[0KTitel €',
      '\x1b[0Ksection_end:1:a\r\x1b[0K',
      '\x1b[31merror: größer €',
      '\x1b[0mfine',
      '\x1b]0;open',
      '',
      'x'.repeat(9_000),
      '\x1b[1m'.repeat(2_500),
    );
    const text = fc.array(line, { maxLength: 150 }).map(lines => lines.join('\n'));
    fc.assert(
      fc.property(text, fc.array(fc.nat(40_000), { maxLength: 12 }), (all, cuts) => {
        const bytes = encoded(all);
        expect(factsOf(scanOf(cutAnywhere(bytes, cuts)))).toEqual(factsOf(scanOf([bytes])));
      }),
      { numRuns: 60 },
    );
  });

  it('knows the colour that a block begins in', () => {
    const scan = scanOf([encoded(`\x1b[32m${'green\n'.repeat(130)}`)]);
    expect([0, 1, 2].map(block => scan.styleOf(block))).toEqual([{}, { fore: 2 }, { fore: 2 }]);
  });

  it('finds errors and groups', () => {
    const scan = scanOf([encoded('##[group]Build\nok\nerror: no\n##[endgroup]\ndone')]);
    expect(scan.errors).toEqual([2]);
    expect(scan.folds.all).toEqual([{ line: 0, title: 'Build', end: 3, depth: 0, hasError: true }]);
  });
});
