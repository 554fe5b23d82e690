import { seeded } from '../seeded.js';

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

  of<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[Math.floor(this.next() * values.length)] ?? values[0];
  }
}
