import { seeded } from './seeded.js';

/** Chance that is the same again for the same seed. */
export class Chance {
  private readonly number: () => number;

  constructor(seed: number) {
    this.number = seeded(seed);
  }

  /** From 0 to just below 1. */
  next(): number {
    return this.number();
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
