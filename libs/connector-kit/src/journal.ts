import { mkdirSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type AttemptId, type Grant, isAttemptId } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import type { JournalEntry } from './connector.js';
import { keepJson, readJson, syncDirectory } from './durable-file.js';

/** What this connector has taken on, on disk before anybody is told. */
export class Journal {
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

  /** Durable when it resolves. */
  async add(entry: JournalEntry): Promise<void> {
    mkdirSync(this.place(entry.attemptId), { recursive: true, mode: 0o700 });
    reach('connector.journal.afterFolder');
    await keepJson(join(this.place(entry.attemptId), 'entry.json'), entry);
    await syncDirectory(this.directory);
    reach('connector.journal.afterEntry');
  }

  /** Durable when it resolves. The grant holds what the step may know, so only this user may read it. */
  async grant(attemptId: AttemptId, grant: Grant): Promise<void> {
    reach('connector.journal.beforeGrant');
    await keepJson(join(this.place(attemptId), 'grant.json'), grant);
    reach('connector.journal.afterGrant');
  }

  async remove(attemptId: AttemptId): Promise<void> {
    reach('connector.journal.beforeRemove');
    await rm(this.place(attemptId), { recursive: true, force: true });
    reach('connector.journal.afterRemove');
  }

  /** What is known of one attempt. */
  async find(attemptId: AttemptId): Promise<JournalEntry | undefined> {
    const entry = readJson<JournalEntry>(join(this.place(attemptId), 'entry.json'));
    const grant = entry && readJson<Grant>(join(this.place(attemptId), 'grant.json'));
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
