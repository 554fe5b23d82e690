/** Chance that a seed repeats (mulberry32). */
export class Chance {
  constructor(private state: number) {}

  /** 0 up to, and without, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(most: number): number {
    return Math.floor(this.next() * most);
  }

  /** Whether it happens, of so many in one. */
  is(share: number): boolean {
    return this.next() < share;
  }

  of<One>(all: readonly One[]): One {
    return all[this.below(all.length)] as One;
  }
}
