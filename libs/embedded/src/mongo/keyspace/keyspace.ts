import { Fault, reasonOf } from '@switchyard/kernel';
import { open, type RootDatabase } from 'lmdb';
import { afterPrefix } from '../values/key.js';
import { WriteGroup } from './write-group.js';

/** From `start`, to before `end`. */
export interface KeyRange {
  start: Buffer;
  end: Buffer;
}

export interface Entry {
  key: Buffer;
  value: Buffer;
}

export const under = (prefix: Buffer): KeyRange => ({ start: prefix, end: afterPrefix(prefix) });

/**
 * Bytes of addresses, not of memory or disk. A file that outgrows its map gets another, twice as large, and the pages of the old one stay
 * with the process: one map that is never outgrown keeps each page once.
 */
const mapSize = 2 ** 36;

const commitFault = (cause: unknown): Fault =>
  new Fault({
    code: 'store-commit-failed',
    message: `the embedded store could not write to disk: ${reasonOf(cause)}`,
    blame: 'platform',
    retry: true,
    suggestions: ['make room on the disk that holds the data directory'],
    cause,
  });

/** An ordered map from bytes to bytes on disk. Writes happen in jobs; a job is durable when its promise resolves. */
export class Keyspace {
  private readonly group: WriteGroup;

  private constructor(
    private readonly database: RootDatabase<Buffer, Buffer>,
    onLostCommit: () => void,
  ) {
    // In this thread: handing a group to another one and back takes three times as long as its flush.
    this.group = new WriteGroup(
      work => void database.transactionSync(work),
      cause => {
        onLostCommit();
        return commitFault(cause);
      },
    );
  }

  /** `onLostCommit` runs when a group of jobs was executed but could not be committed. */
  static open(directory: string, onLostCommit: () => void): Keyspace {
    const database = open<Buffer, Buffer>({
      path: directory,
      noSubdir: false,
      encoding: 'binary',
      keyEncoding: 'binary',
      compression: false,
      cache: false,
      // A commit is flushed before it is visible: what was read can never be taken back by a crash.
      overlappingSync: false,
      maxReaders: 64,
      mapSize,
      // With it, lmdb rejects a promise of its own that nobody can handle when a commit fails.
      eventTurnBatching: false,
    });
    return new Keyspace(database, onLostCommit);
  }

  /** Runs a synchronous job in the next group of writes, resolves once the group is on disk. */
  write<T>(job: () => T): Promise<T> {
    return this.group.add(job);
  }

  get(key: Buffer): Buffer | undefined {
    return this.database.getBinary(key);
  }

  has(key: Buffer): boolean {
    return this.database.getBinaryFast(key) !== undefined;
  }

  /** Only inside a write job. */
  put(key: Buffer, value: Buffer): void {
    void this.database.put(key, value);
  }

  /** Only inside a write job. */
  remove(key: Buffer): void {
    void this.database.remove(key);
  }

  /** Only inside a write job. */
  removeAll(range: KeyRange): void {
    const keys = [...this.database.getKeys({ start: range.start, end: range.end })].map(key => Buffer.from(key));
    for (const key of keys) this.remove(key);
  }

  count(range: KeyRange): number {
    return this.database.getKeysCount({ start: range.start, end: range.end });
  }

  /** Entries in order; `after` leaves out that key and all before it. */
  entries(range: KeyRange, after?: Buffer): Iterable<Entry> {
    return this.database.getRange({
      start: after ?? range.start,
      end: range.end,
      exclusiveStart: after !== undefined,
    }) as Iterable<Entry>;
  }

  /** Entries in descending order; `before` leaves out that key and all after it. */
  entriesDown(range: KeyRange, before?: Buffer): Iterable<Entry> {
    return this.database.getRange({
      start: before ?? range.end,
      end: range.start,
      exclusiveStart: true,
      inclusiveEnd: true,
      reverse: true,
    }) as Iterable<Entry>;
  }

  async close(): Promise<void> {
    this.group.flush();
    await this.database.close();
  }
}
