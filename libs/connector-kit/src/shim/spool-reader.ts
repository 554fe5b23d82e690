import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Changes } from './changes.js';
import { type SpoolReader } from './contract.js';
import { type EndRecord, type StartRecord } from './records.js';
import { partOf, readAcross, readAt, ringOf } from './stretches.js';

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** The spool of one job directory. */
export class SpoolFiles implements SpoolReader {
  private position = 0;
  private readonly head: string;
  private readonly tail: string;

  constructor(
    directory: string,
    private readonly start: StartRecord,
    private readonly changes: Changes,
    private readonly ended: () => Promise<EndRecord | undefined>,
  ) {
    this.head = join(directory, 'log');
    this.tail = join(directory, 'tail');
  }

  async read(offset: number, maxBytes: number): Promise<Buffer> {
    const head = await readAt(this.head, offset, maxBytes);
    const bytes = head.length > 0 || maxBytes <= 0 ? head : await this.readPastHead(offset, maxBytes);
    this.position = offset + bytes.length;
    return bytes;
  }

  async changed(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const seen = this.changes.output.seen();
      if ((await sizeOf(this.head)) > this.position || (await this.ended())) return;
      await this.changes.output.after(seen, signal);
    }
  }

  private async readPastHead(offset: number, maxBytes: number): Promise<Buffer> {
    const end = await this.ended();
    if (!end) return Buffer.alloc(0);
    const head = { length: await sizeOf(this.head), read: partOf(this.head) };
    const ring = { path: this.tail, size: this.start.tailBytes, seen: end.tailSeen, dropped: end.outcome.droppedBytes };
    return readAcross([head, ...ringOf(ring)], offset, maxBytes);
  }
}
