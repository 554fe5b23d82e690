import type { StepId } from '@switchyard/contracts';
import { slugOf } from '@switchyard/kernel';
import type { Cell } from './matrix.js';

const longestId = 63;

/** Gives cells ids that nothing else in the plan has. */
export class CellIds {
  private readonly next = new Map<string, number>();

  /** @param taken the ids of the steps as they were written. */
  constructor(private readonly taken: Set<string>) {}

  /** The slug of the step with those of its cell's values; with a number where that is taken or was cut. */
  of(step: StepId, cell: Cell): StepId {
    const values = Object.values(cell).map(value => slugOf(value, 'empty', longestId));
    const whole = [step, ...values].join('-');
    const slug = trimmed(whole, longestId);
    const id = whole.length > longestId || this.taken.has(slug) ? this.numbered(slug) : slug;
    this.taken.add(id);
    return id as StepId;
  }

  private numbered(slug: string): string {
    const stem = trimmed(slug, longestId - 5);
    for (let n = this.next.get(stem) ?? 2; ; n += 1) {
      const id = `${stem}-${n}`;
      this.next.set(stem, n + 1);
      if (!this.taken.has(id)) return id;
    }
  }
}

const trimmed = (slug: string, length: number): string => slug.slice(0, length).replace(/-+$/, '');
