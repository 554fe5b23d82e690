/** A line longer than this many bytes is shown by its beginning; nobody reads more of one line on a page. */
export const longestShown = 8_192;
/** Lines from one known place in the bytes to the next. */
export const linesPerBlock = 64;

/** Bytes from `start` up to, and without, `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface LongLine extends ByteRange {
  /** From 0. */
  line: number;
}

const newline = 0x0a;

/**
 * Where the lines of an output begin, learnt as its bytes come. It keeps the place of every 64th line and of each line
 * too long to be shown whole, which is 8 bytes for 64 lines and never more than that for 8 KB.
 */
export class LineIndex {
  /** Bytes seen so far. */
  size = 0;
  /** Newlines seen so far, so also the number, from 0, of the line that the next byte belongs to. */
  private closed = 0;
  private starts = new Float64Array(1_024);
  private lineStart = 0;
  private readonly long: LongLine[] = [];

  /** Lines, the last of which may not be closed yet. */
  get lines(): number {
    return this.closed + (this.size > this.lineStart ? 1 : 0);
  }

  get blocks(): number {
    return Math.ceil(this.lines / linesPerBlock);
  }

  append(bytes: Uint8Array): void {
    for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) this.close(this.size + at);
    this.size += bytes.length;
  }

  /** Lines of a block, from 0; the last block may have fewer than others. */
  linesIn(block: number): number {
    return Math.max(0, Math.min(this.lines - block * linesPerBlock, linesPerBlock));
  }

  bytesIn(block: number): ByteRange {
    const isLast = (block + 1) * linesPerBlock > this.closed;
    return { start: this.startOf(block), end: isLast ? this.size : this.startOf(block + 1) };
  }

  /** Lines of a block that are too long to be shown whole, in their order. */
  longIn(block: number): LongLine[] {
    const first = block * linesPerBlock;
    const found: LongLine[] = [];
    for (let at = this.firstLongFrom(first); at < this.long.length; at += 1) {
      const one = this.long[at];
      if (!one || one.line >= first + linesPerBlock) break;
      found.push(one);
    }
    const open = this.size - this.lineStart > longestShown && Math.floor(this.closed / linesPerBlock) === block;
    return open ? [...found, { line: this.closed, start: this.lineStart, end: this.size }] : found;
  }

  /** What of a block is shown: all of it but the ends of long lines. */
  shownIn(block: number): ByteRange[] {
    const { start, end } = this.bytesIn(block);
    const ranges: ByteRange[] = [];
    let at = start;
    for (const one of this.longIn(block)) {
      ranges.push({ start: at, end: one.start + longestShown });
      at = one.end;
    }
    return at < end ? [...ranges, { start: at, end }] : ranges;
  }

  private startOf(block: number): number {
    return block === 0 ? 0 : (this.starts[block] ?? 0);
  }

  private close(at: number): void {
    if (at - this.lineStart > longestShown) this.long.push({ line: this.closed, start: this.lineStart, end: at });
    this.closed += 1;
    this.lineStart = at + 1;
    if (this.closed % linesPerBlock !== 0) return;
    const block = this.closed / linesPerBlock;
    if (block >= this.starts.length) this.grow();
    this.starts[block] = this.lineStart;
  }

  private grow(): void {
    const more = new Float64Array(this.starts.length * 2);
    more.set(this.starts);
    this.starts = more;
  }

  private firstLongFrom(line: number): number {
    let low = 0;
    for (let high = this.long.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.long[middle]?.line ?? 0) < line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
