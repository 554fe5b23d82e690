import { Fault, reasonOf } from '@switchyard/kernel';
import { open, type RootDatabase } from 'lmdb';
import { afterPrefix } from '../values/key.js';

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

/** lmdb tells the reason of a failed commit in a second promise. */
const commitFault = async (cause: unknown): Promise<Fault> => {
  const reason = (cause as { commitError?: Promise<unknown> }).commitError?.catch((why: unknown) => reasonOf(why));
  return new Fault({
    code: 'store-commit-failed',
    message: `the embedded store could not write to disk: ${String((await reason) ?? reasonOf(cause))}`,
    blame: 'platform',
    retry: true,
    suggestions: ['make room on the disk that holds the data directory'],
    cause,
  });
};

/** An ordered map from bytes to bytes on disk. Writes happen in jobs; a job is durable when its promise resolves. */
export class Keyspace {
  private constructor(
    private readonly database: RootDatabase<Buffer, Buffer>,
    private readonly onLostCommit: () => void,
  ) {}

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
      // With it, lmdb rejects a promise of its own that nobody can handle when a commit fails.
      eventTurnBatching: false,
    });
    return new Keyspace(database, onLostCommit);
  }

  /** Runs a synchronous job in the next group of writes, resolves once the group is on disk. */
  async write<T>(job: () => T): Promise<T> {
    let outcome: { value: T } | { thrown: unknown } | undefined;
    const guarded = (): void => {
      try {
        outcome = { value: job() };
      } catch (thrown) {
        outcome = { thrown };
      }
    };
    try {
      await this.database.transaction(guarded);
    } catch (cause) {
      this.onLostCommit();
      throw await commitFault(cause);
    }
    if (outcome === undefined) throw new TypeError('a write job did not run');
    if ('thrown' in outcome) throw outcome.thrown;
    return outcome.value;
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
    await this.database.close();
  }
}
