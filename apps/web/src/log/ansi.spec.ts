import fc from 'fast-check';
import { AnsiReader, bareText, spansOf } from './ansi.js';
import { plain } from './ansi-style.js';

const shown = (line: string) => spansOf(line).spans.map(({ text, style }) => [text, style]);

describe('a line with escapes', () => {
  it.each([
    ['plain', [['plain', {}]]],
    ['\x1b[31mred\x1b[0m not', [['red', { fore: 1 }], [' not', {}]]], // prettier-ignore
    ['\x1b[1;4;92mgo', [['go', { bold: true, underline: true, fore: 10 }]]],
    ['\x1b[m\x1b[38;5;196mx\x1b[39my', [['x', { fore: 'rgb(255, 0, 0)' }], ['y', {}]]], // prettier-ignore
    ['\x1b[48;2;1;2;3;1mx', [['x', { back: 'rgb(1, 2, 3)', bold: true }]]],
    ['\x1b[38:2::9:8:7mx', [['x', { fore: 'rgb(9, 8, 7)' }]]],
    ['\x1b[38;5;999;2mx', [['x', { dim: true }]]],
    ['\x1b[38;2;300;0;0mx', [['x', {}]]],
    ['\x1b[4:3mx\x1b[4:0my', [['x', { underline: true }], ['y', {}]]], // prettier-ignore
    ['\x1b[2J\x1b[1;1H\x1b(Bhome', [['home', {}]]],
    ['\x1b]8;;javascript:alert(1)\x07click\x1b]8;;\x07', [['click', {}]]],
    ['\x1b]0;title\x1b\\text', [['text', {}]]],
    ['\x1b[31', []],
    ['\x1b', []],
    ['\x1b[3é1mx', [['é1mx', {}]]],
    ['10 %\r50 %\r100 %\r', [['100 %', {}]]],
    ['10 %\r\x1b[32mdone\x1b[0m\r', [['done', { fore: 2 }]]],
    ['a\x00b\x08\x7f', [['a␀b␈␡', {}]]],
    ['user\u202egpj.exe', [['user\ufffdgpj.exe', {}]]],
    ['<script>alert(1)</script>', [['<script>alert(1)</script>', {}]]],
    ['\x1b[8mhidden', [['hidden', {}]]],
  ])('%j shows %j', (line, spans) => expect(shown(line)).toEqual(spans));

  it('goes on in the style of the line before', () => {
    const { after } = spansOf('\x1b[33mfirst');
    expect(spansOf('second\x1b[0m', after)).toEqual({ spans: [{ text: 'second', style: { fore: 3 } }], after: plain });
  });

  it('does not swallow the next line with a sequence that never ends', () => {
    for (const begun of ['\x1b]0;title', '\x1b[31', '\x1b(', '\x1b', '\x1bP'])
      expect(bareText(`${begun}\nnext`)).toBe('\nnext');
  });

  it('costs a bounded number of elements', () => {
    const { spans } = spansOf(Array.from({ length: 5_000 }, (_, n) => `\x1b[${31 + (n % 7)}mx`).join(''));
    expect(spans.length).toBeLessThanOrEqual(200);
    expect(spans.map(({ text }) => text).join('')).toBe('x'.repeat(5_000));
  });
});

/** Pieces of which hostile and usual lines are made. */
const parts = fc.constantFrom(
  '\x1b',
  '[',
  ']',
  '3',
  '1',
  '38;5;',
  ';',
  ':',
  'm',
  '\x07',
  '\\',
  '(',
  'B',
  'ä',
  '€',
  'text',
  '\n',
  '\r',
  'K',
);
const hostile = fc.array(parts, { maxLength: 60 }).map(all => all.join(''));

describe('a reader of escapes', () => {
  it('finds the same text and style however it is cut, also inside an escape', () => {
    fc.assert(
      fc.property(hostile, fc.array(fc.nat(120), { maxLength: 8 }), (text, cuts) => {
        const read = (pieces: string[]) => {
          const reader = new AnsiReader();
          const found: string[] = [];
          for (const piece of pieces)
            reader.read(piece, part => found.push(...[...part].map(char => `${char}${JSON.stringify(reader.style)}`)));
          return { found, style: reader.style, isPlain: reader.isPlain };
        };
        const places = [0, ...cuts.map(cut => Math.min(cut, text.length)), text.length].sort((a, b) => a - b);
        expect(read(places.slice(1).map((end, n) => text.slice(places[n], end)))).toEqual(read([text]));
      }),
    );
  });

  it('finds the same style in bytes as in characters', () => {
    fc.assert(
      fc.property(hostile, text => {
        const [inText, inBytes] = [new AnsiReader(), new AnsiReader()];
        inText.read(text);
        inBytes.read(Buffer.from(text).toString('latin1'));
        expect([inBytes.style, inBytes.isPlain]).toEqual([inText.style, inText.isPlain]);
      }),
    );
  });

  it('needs a time that grows with the text, whatever stands in it', () => {
    for (const evil of ['\x1b[', '\x1b]8;', '\x1b[38;5;1m', '\x1b[;;;;', '\r', '\x1b'])
      expect(spansOf(evil.repeat(200_000)).spans.length).toBeLessThanOrEqual(200);
  });
});
