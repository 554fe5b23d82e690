import { join } from 'node:path';
import { sizeOf } from '../plain-file.js';
import { type Changes } from './changes.js';
import { type SpoolReader } from './contract.js';
import { type EndRecord, type StartRecord } from './records.js';
import { partOf, readAcross, readAt, ringOf, type Stretch } from './stretches.js';

/** Resolves when nobody wants to know any more; without a signal at once, but not before everybody else had a turn. */
const untilAborted = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise(resolve => {
    if (signal) signal.addEventListener('abort', () => resolve(), { once: true });
    else setImmediate(resolve);
  });

/** What is known of the end of a run. */
export interface End {
  readonly known: EndRecord | undefined;
  look(): Promise<EndRecord | undefined>;
}

/** The spool of one job directory. */
export class SpoolFiles implements SpoolReader {
  /** Up to where the head is known to whoever reads. */
  private position = 0;
  /** The last read found nothing more, with the end known. */
  private isRead = false;
  private readonly head: string;
  private readonly tail: string;

  constructor(
    directory: string,
    private readonly start: StartRecord,
    private readonly changes: Changes,
    private readonly end: End,
  ) {
    this.head = join(directory, 'log');
    this.tail = join(directory, 'tail');
  }

  async read(offset: number, maxBytes: number): Promise<Buffer> {
    const head = await readAt(this.head, offset, maxBytes);
    const bytes = head.length > 0 || maxBytes <= 0 ? head : await this.readPastHead(offset, maxBytes);
    // What cannot be read is not more each time that somebody looks.
    this.position = bytes.length > 0 ? offset + bytes.length : Math.max(this.position, offset);
    return bytes;
  }

  async changed(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      if (this.isRead) return untilAborted(signal);
      if (this.end.known) return;
      const seen = this.changes.output.seen();
      const size = sizeOf(this.head);
      const isMore = size > this.position;
      this.position = Math.max(this.position, size);
      if (isMore || (await this.end.look())) return;
      await this.changes.output.after(seen, signal);
    }
  }

  /** Unknown of what has a tail, whose ring may hold less than was counted, and of what cannot be read. */
  async length(): Promise<number | undefined> {
    const end = await this.end.look();
    if (!end || end.tailSeen > 0 || (sizeOf(this.head) > 0 && (await readAt(this.head, 0, 1)).length === 0))
      return undefined;
    return this.stretches(end).reduce((sum, { length }) => sum + length, 0);
  }

  private async readPastHead(offset: number, maxBytes: number): Promise<Buffer> {
    const end = await this.end.look();
    if (!end) return Buffer.alloc(0);
    const bytes = await readAcross(this.stretches(end), offset, maxBytes);
    this.isRead = bytes.length === 0;
    return bytes;
  }

  private stretches({ tailSeen: seen, outcome: { droppedBytes: dropped } }: EndRecord): Stretch[] {
    const head = { length: sizeOf(this.head), read: partOf(this.head) };
    return [head, ...ringOf({ path: this.tail, size: this.start.tailBytes, seen, dropped })];
  }
}
