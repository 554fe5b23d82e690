import type { Millis } from '@switchyard/kernel';

/** Lines that come within this time of each other have one time. */
const togetherMs: Millis = 200;
const mostKept = 20_000;

/** When lines came to this page, of those that came while it was open. */
export class Arrivals {
  private readonly lines: number[] = [];
  private readonly times: Millis[] = [];

  /** Lines from this one on come now. */
  note(line: number, now: Millis): void {
    const last = this.times.at(-1);
    if (last !== undefined && (now - last < togetherMs || this.times.length >= mostKept)) return;
    this.lines.push(line);
    this.times.push(now);
  }

  /** Undefined for lines that were there before. */
  of(line: number): Millis | undefined {
    let low = 0;
    for (let high = this.lines.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.lines[middle] ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return this.times[low - 1];
  }
}
