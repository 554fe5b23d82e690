import { mkdirSync } from 'node:fs';
import { mkdir, readdir, rm, rmdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttemptId, type Grant, isAttemptId } from '@switchyard/contracts';
import { Batches, reach } from '@switchyard/kernel';
import type { JournalEntry } from './connector.js';
import { readUntorn, replaceJson, sync } from './durable-file.js';

/** What this connector has taken on, on disk before anybody is told. */
export class Journal {
  /** Of the folder itself: one serves everybody who asked before it began. */
  private readonly flushes = new Batches<void>(() => sync(this.directory), Infinity);

  private constructor(
    /** Every attempt has a folder in it as long as it is ours. */
    readonly directory: string,
  ) {}

  static async open(dataDirectory: string): Promise<Journal> {
    const directory = join(dataDirectory, 'journal');
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return new Journal(directory);
  }

  /** The folder of one attempt; the connector keeps the spool there. */
  place(attemptId: AttemptId): string {
    return join(this.directory, attemptId);
  }

  /** Durable when it resolves; a power cut before that leaves what is taken for nothing, and nobody has been told yet. */
  async add(entry: JournalEntry): Promise<void> {
    const place = this.place(entry.attemptId);
    mkdirSync(place, { recursive: true, mode: 0o700 });
    reach('connector.journal.afterFolder');
    replaceJson(entryIn(place), entry);
    await Promise.all([sync(entryIn(place)), sync(place), this.flushes.add()]);
    reach('connector.journal.afterEntry');
  }

  /**
   * Whatever becomes of this process, the next one finds it when it resolves. The grant holds what the step may know, so
   * only this user may read it.
   */
  async grant(attemptId: AttemptId, grant: Grant): Promise<void> {
    reach('connector.journal.beforeGrant');
    replaceJson(grantIn(this.place(attemptId)), grant);
    reach('connector.journal.afterGrant');
  }

  /**
   * The grant is on disk when it resolves. No step has to wait for that: after a power cut nothing runs, and who finds the
   * entry alone asks for the grant again, with the same nonce.
   */
  async keepGrant(attemptId: AttemptId): Promise<void> {
    const place = this.place(attemptId);
    await Promise.all([sync(grantIn(place)), sync(place)]);
  }

  async remove(attemptId: AttemptId): Promise<void> {
    const place = this.place(attemptId);
    reach('connector.journal.beforeRemove');
    if (!(await isRemovedTogether(place))) await rm(place, { recursive: true, force: true });
    reach('connector.journal.afterRemove');
  }

  /** What is known of one attempt. */
  async find(attemptId: AttemptId): Promise<JournalEntry | undefined> {
    const place = this.place(attemptId);
    const entry = readUntorn<JournalEntry>(entryIn(place));
    const grant = entry && readUntorn<Grant>(grantIn(place));
    return grant ? { ...entry, grant } : entry;
  }

  /** Everything taken on and not settled. Folders of a crash before the first write are removed. */
  async entries(): Promise<JournalEntry[]> {
    const names = await readdir(this.directory);
    const entries = await Promise.all(names.filter(isAttemptId).map(name => this.read(name as AttemptId)));
    return entries.filter(entry => entry !== undefined);
  }

  private async read(attemptId: AttemptId): Promise<JournalEntry | undefined> {
    const entry = await this.find(attemptId);
    if (!entry) await this.remove(attemptId);
    return entry;
  }
}

const entryIn = (place: string): string => join(place, 'entry.json');
const grantIn = (place: string): string => join(place, 'grant.json');

/** What the usual step leaves is a few files: side by side, and without a look at what each of them is. */
const isRemovedTogether = async (place: string): Promise<boolean> => {
  try {
    const names = await readdir(place);
    await Promise.all(names.map(name => unlink(join(place, name))));
    await rmdir(place);
    return true;
  } catch {
    return false;
  }
};
