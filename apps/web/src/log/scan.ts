import { AnsiReader } from './ansi.js';
import { type AnsiStyle, plain } from './ansi-style.js';
import { Folds } from './folds.js';
import { LineIndex, linesPerBlock, longestShown } from './line-index.js';
import { markOf, markWithin, mayHaveMark, shortestMark } from './marks.js';

/** Bytes that are looked through at once; the page answers its reader between two of them. */
export const sliceBytes = 65_536;
/** Errors that can be jumped to. */
const mostErrors = 1_000;

const escape = 0x1b;

/** All that is learnt of an output while its bytes go by: where lines begin, in which style, what they head, and errors. */
export class Scan {
  readonly index = new LineIndex();
  readonly folds = new Folds();
  /** Lines, from 0, that say that something went wrong. */
  readonly errors: number[] = [];
  private readonly reader = new AnsiReader();
  private readonly blockStyles = new Map<number, AnsiStyle>();
  private readonly longStyles = new Map<number, AnsiStyle>();
  private readonly decoder = new TextDecoder('latin1');
  /** Newlines so far. */
  private line = 0;
  /** The beginning of the line that is not closed yet, and all its bytes. */
  private head = '';
  private length = 0;

  append(bytes: Uint8Array): void {
    this.index.append(bytes);
    const hasEscapes = !this.reader.isPlain || bytes.includes(escape);
    const text = this.decoder.decode(bytes);
    for (let at = 0; at < text.length;) {
      const end = text.indexOf('\n', at);
      const part = text.slice(at, end < 0 ? text.length : end);
      if (hasEscapes && (!this.reader.isPlain || part.includes('\x1b'))) this.reader.read(part);
      if (this.head.length < markWithin) this.head += part.slice(0, markWithin - this.head.length);
      this.length += part.length;
      at += part.length + 1;
      if (end >= 0) this.close();
    }
  }

  /** The style in which the first line of a block begins. */
  styleOf(block: number): AnsiStyle {
    return this.blockStyles.get(block) ?? plain;
  }

  /** The style after a line of which only the beginning is shown. */
  styleAfter(line: number): AnsiStyle {
    return this.longStyles.get(line) ?? plain;
  }

  private close(): void {
    if (!this.reader.isPlain) this.reader.read('\n');
    const { style } = this.reader;
    if (this.length > longestShown && style !== plain) this.longStyles.set(this.line, style);
    if (this.head.length >= shortestMark && mayHaveMark(this.head)) this.mark();
    this.line += 1;
    this.head = '';
    this.length = 0;
    if (style !== plain && this.line % linesPerBlock === 0) this.blockStyles.set(this.line / linesPerBlock, style);
  }

  private mark(): void {
    const mark = markOf(utf8(this.head));
    if (!mark) return;
    this.folds.take(mark, this.line);
    if (mark.kind === 'error' && this.errors.length < mostErrors) this.errors.push(this.line);
  }
}

const decoder = new TextDecoder();
/** Bytes, each as a character, as the text they are. */
const utf8 = (bytes: string): string => decoder.decode(Uint8Array.from(bytes, char => char.charCodeAt(0)));
