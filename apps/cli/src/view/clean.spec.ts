import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { plain, plainJson } from './clean.js';
import { Colours } from './colours.js';

const harmful = /[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;
const sgr = /\x1b\[[0-9;:]*m/g;

/** Text as an enemy writes it: whole sequences, halves of them, and single characters of any kind. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\x1b[ \x1b] \x1bP \x1b \x9b \x9d \x90 \x9c \x07 \x1b\\ ; ? m J H A K 0 31 38;5;0 \r \n \b \t \x7f'.split(
          ' ',
        ),
      ),
      fc.constantFrom(
        '\x1b[2J',
        '\x1b[31m',
        '\x1b]0;title\x07',
        '\x1b[1A',
        '\x1bc',
        '\x9b2J',
        '\x1b[?25l',
        '\u202e',
        ' ',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 30 },
  )
  .map(parts => parts.join(''));

describe('text of others', () => {
  it('loses everything that acts, whatever it is', () => {
    fc.assert(
      fc.property(hostile, text => !harmful.test(plain(text))),
      { numRuns: 2_000 },
    );
  });

  it('stays as it is where it does nothing', () => {
    const quiet = fc.string({ unit: 'grapheme' }).filter(text => !harmful.test(text) && !/[\u2028\u2029]/.test(text));
    fc.assert(fc.property(quiet, text => plain(text) === text));
  });

  it.each([
    ['moves of the cursor', 'a\x1b[2Ab\x1b[10;10Hc', 'abc'],
    ['the title of the window', '\x1b]0;owned\x07text', 'text'],
    ['a title that ends with ST', '\x1b]2;owned\x1b\\text', 'text'],
    ['a title without an end', 'text\x1b]0;owned', 'text'],
    ['8-bit sequences', '\x9b2Jtext\x9d0;owned\x9c!', 'text!'],
    ['a device string', '\x1bPq#0;2;0;0;0\x1b\\text', 'text'],
    ['a reset of the terminal', '\x1bctext', 'text'],
    ['a sequence in a sequence', '\x1b\x1b[2J[2Jtext', '[2Jtext'],
    ['a half sequence', 'text\x1b[31', 'text'],
    ['backspaces and bells', 'pass\b\b\b\bfail\x07', 'passfail'],
    ['the direction of writing', 'a\u202eb\u2066c', 'abc'],
    ['ends of lines', 'one\r\ntwo\nthree\u2028four', 'one two three four'],
  ])('loses %s', (_, text, shown) => expect(plain(text)).toBe(shown));

  it('agrees with Node on well-formed sequences', () => {
    const formed = fc
      .array(fc.constantFrom('\x1b[1;31m', '\x1b[2K', '\x1b[?1049h', 'word', ' ', 'größe'))
      .map(all => all.join(''));
    fc.assert(fc.property(formed, text => plain(text) === stripVTControlCharacters(text)));
  });

  it('is the same JSON with no character that a terminal obeys', () => {
    fc.assert(
      fc.property(hostile, text => {
        const json = plainJson(JSON.stringify({ text }));
        expect(json).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});

describe('colours of a step', () => {
  it('let nothing through but colours, and end with their line', () => {
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 5 }), lines => {
        const colours = new Colours();
        for (const line of lines.map(text => colours.line(text))) {
          expect(line.replace(sgr, '')).not.toMatch(harmful);
          expect(line.match(sgr)?.at(-1) ?? '\x1b[0m').toBe('\x1b[0m');
          expect(line.length).toBeLessThan(2_000);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('hold on the next lines until the step takes them back', () => {
    const colours = new Colours();
    expect(['\x1b[1m\x1b[31mred', 'still', 'end\x1b[0m plain', 'plain'].map(line => colours.line(line))).toEqual([
      '\x1b[1m\x1b[31mred\x1b[0m',
      '\x1b[1m\x1b[31mstill\x1b[0m',
      '\x1b[1m\x1b[31mend\x1b[0m plain\x1b[0m',
      'plain',
    ]);
  });

  it('take a colour number of nought for a colour', () => {
    const colours = new Colours();
    colours.line('\x1b[1m\x1b[38;5;0mblack');
    expect(colours.line('on')).toBe('\x1b[1m\x1b[38;5;0mon\x1b[0m');
    expect(colours.line('\x1b[0;32mgreen')).toBe('\x1b[1m\x1b[38;5;0m\x1b[0;32mgreen\x1b[0m');
    expect(colours.line('on')).toBe('\x1b[0;32mon\x1b[0m');
  });

  it('do not pile up', () => {
    const colours = new Colours();
    for (let n = 0; n < 1_000; n += 1) colours.line(`\x1b[38;5;${n % 256}mx`);
    expect(colours.line('x').length).toBeLessThan(500);
  });
});
