export interface Found {
  line: number;
  offset: number;
  text: string;
}

const newline = 0x0a;
/** A longer line is looked through in parts of this many bytes. */
const longestLine = 65_536;
/** What is shown of a line, in characters. */
const shown = 500;

/** Looks for a text, in any case, in the lines of an output that comes piece by piece. */
export class LineSearch {
  private readonly wanted: string;
  private readonly decoder = new TextDecoder();
  private rest = Buffer.alloc(0);
  private line = 1;
  private offset = 0;

  constructor(text: string) {
    this.wanted = text.toLowerCase();
  }

  /** What is found in the lines that end in these bytes. */
  *feed(bytes: Uint8Array): Generator<Found> {
    this.rest = this.rest.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.rest, bytes]);
    let start = 0;
    for (;;) {
      const end = this.rest.indexOf(newline, start);
      const isLong = end < 0 ? this.rest.length - start > longestLine : end - start > longestLine;
      if (end < 0 && !isLong) break;
      const stop = isLong ? start + longestLine : end;
      yield* this.look(this.rest.subarray(start, stop));
      const next = isLong ? stop : stop + 1;
      this.offset += next - start;
      if (!isLong) this.line += 1;
      start = next;
    }
    this.rest = this.rest.subarray(start);
  }

  /** The last line, which nothing closes. */
  *end(): Generator<Found> {
    if (this.rest.length > 0) yield* this.look(this.rest);
  }

  private *look(bytes: Uint8Array): Generator<Found> {
    const text = this.decoder.decode(bytes);
    const place = text.toLowerCase().indexOf(this.wanted);
    if (place < 0) return;
    const from = Math.max(0, Math.min(place - shown / 4, text.length - shown));
    const part = text.slice(from, from + shown).replace(/\r$/, '');
    yield { line: this.line, offset: this.offset, text: part.toWellFormed() };
  }
}
