import type { Automaton } from './automaton.js';

/** What stands in the place of a secret. */
export const mask = Buffer.from('***');

/** The beginning of a secret as long as this is masked as well where the output ends in it. */
const shortestCut = 8;

interface Stretch {
  from: number;
  to: number;
}

/**
 * Masks one stream of bytes. What comes out depends on the bytes alone and never on how they were cut into pieces:
 * every byte that belongs to any form of a secret is covered, and each unbroken run of covered bytes becomes one mask.
 */
export class Masker {
  private node = 0;
  /** Bytes that went in. */
  private seen = 0;
  /** What went in and is not decided yet; it ends at `seen`. */
  private held: Buffer = Buffer.alloc(0);
  /** Covered stretches that are not written yet, in order, apart from each other. */
  private covered: Stretch[] = [];
  /** Where the last mask that was written ends. */
  private maskedTo = -1;

  constructor(private readonly automaton: Automaton) {}

  /** @returns all that is decided now */
  push(bytes: Uint8Array): Buffer {
    const { automaton } = this;
    const { longest } = automaton;
    let { node, seen } = this;
    for (let n = 0; n < bytes.length; n += 1) {
      node = automaton.next(node, bytes[n] as number);
      seen += 1;
      const length = longest[node] as number;
      if (length > 0) this.cover(seen - length, seen);
    }
    this.node = node;
    this.seen = seen;
    this.held = this.held.length === 0 ? Buffer.from(bytes) : Buffer.concat([this.held, bytes]);
    return this.write(seen - (automaton.depth[node] as number));
  }

  /** Nothing more will come. @returns the rest */
  end(): Buffer {
    const begun = this.automaton.depth[this.node] as number;
    if (begun >= shortestCut) this.cover(this.seen - begun, this.seen);
    this.node = 0;
    return this.write(this.seen);
  }

  /** `to` never lies before the end of an earlier one. */
  private cover(from: number, to: number): void {
    const { covered } = this;
    let start = from;
    for (let last = covered.at(-1); last && last.to >= start; last = covered.at(-1)) {
      start = Math.min(start, last.from);
      covered.pop();
    }
    covered.push({ from: start, to });
  }

  /** Writes what lies before `limit`. */
  private write(limit: number): Buffer {
    const start = this.seen - this.held.length;
    const pieces: Buffer[] = [];
    let at = start;
    let done = 0;
    for (const { from, to } of this.covered) {
      if (from >= limit) break;
      if (from > at) pieces.push(this.held.subarray(at - start, from - start));
      if (from > this.maskedTo) pieces.push(mask);
      this.maskedTo = to;
      at = Math.min(to, limit);
      if (to <= limit) done += 1;
    }
    if (at < limit) pieces.push(this.held.subarray(at - start, limit - start));
    this.covered.splice(0, done);
    this.held = Buffer.from(this.held.subarray(limit - start));
    return Buffer.concat(pieces);
  }
}
