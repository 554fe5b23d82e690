import { type Collection, documentKey } from '../catalog/collection.js';
import { type Entry, type KeyRange, type Keyspace } from '../keyspace/keyspace.js';
import { idKey } from '../values/key.js';
import { type Plan } from './plan.js';

/** One stored document and where it lies. */
export interface Row {
  key: Buffer;
  raw: Buffer;
}

/** Walks the documents of a plan one by one. Between two steps it may pause and let go of the disk's snapshot. */
export class Walk {
  private at = 0;
  private last: Buffer | undefined;
  private live: Iterator<Entry> | undefined;
  private readonly seen = new Set<string>();

  constructor(
    private readonly keyspace: Keyspace,
    private readonly collection: Collection,
    private readonly plan: Plan,
  ) {}

  next(): Row | undefined {
    if (this.plan.stage === 'IDHACK') return this.nextById(this.plan.ids);
    for (let entry = this.nextEntry(this.plan); entry; entry = this.nextEntry(this.plan)) {
      const row = this.rowOf(entry);
      if (row) return row;
    }
    return undefined;
  }

  /** Closes the iterator under way; the next step opens another one behind the last entry. */
  pause(): void {
    this.live?.return?.();
    this.live = undefined;
  }

  private nextById(ids: readonly unknown[]): Row | undefined {
    while (this.at < ids.length) {
      const key = documentKey(this.collection, idKey(ids[this.at++]));
      const raw = this.isNew(key) ? this.keyspace.get(key) : undefined;
      if (raw) return { key, raw };
    }
    return undefined;
  }

  private rowOf(entry: Entry): Row | undefined {
    if (this.plan.stage !== 'IXSCAN') return { key: entry.key, raw: entry.value };
    const key = documentKey(this.collection, entry.value);
    if (!this.isNew(key)) return undefined;
    const raw = this.keyspace.get(key);
    return raw && { key, raw };
  }

  /** A document with several entries, or asked for twice, is met once. */
  private isNew(key: Buffer): boolean {
    if (this.plan.stage === 'IXSCAN' && !this.plan.index.multikey) return true;
    if (this.plan.stage === 'IDHACK' && this.plan.ids.length < 2) return true;
    const name = key.toString('latin1');
    if (this.seen.has(name)) return false;
    this.seen.add(name);
    return true;
  }

  private nextEntry(plan: Exclude<Plan, { stage: 'IDHACK' }>): Entry | undefined {
    for (let range = plan.ranges[this.at]; range; range = plan.ranges[this.at]) {
      this.live ??= this.open(range, plan.reverse);
      const step = this.live.next();
      if (step.done !== true) {
        this.last = step.value.key;
        return step.value;
      }
      this.live = undefined;
      this.last = undefined;
      this.at += 1;
    }
    return undefined;
  }

  private open(range: KeyRange, reverse: boolean): Iterator<Entry> {
    const entries = reverse ? this.keyspace.entriesDown(range, this.last) : this.keyspace.entries(range, this.last);
    return entries[Symbol.iterator]();
  }
}
