import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Changes } from './changes.js';
import { type SpoolReader } from './contract.js';
import { type EndRecord, type StartRecord } from './records.js';

/** The line that stands where output was dropped. */
export const truncationMarker = (dropped: number): string =>
  `\n[switchyard] ${String(dropped)} bytes of output were dropped here: only the beginning and the end are kept\n`;

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

const readAt = async (path: string, offset: number, length: number): Promise<Buffer> => {
  if (length <= 0) return Buffer.alloc(0);
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY);
  } catch {
    return Buffer.alloc(0);
  }
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
};

/** One stretch of the kept output. */
interface Stretch {
  length: number;
  read(offset: number, length: number): Promise<Buffer>;
}

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
    let from = offset;
    for (const stretch of await this.stretches(end)) {
      if (from < stretch.length) return stretch.read(from, Math.min(maxBytes, stretch.length - from));
      from -= stretch.length;
    }
    return Buffer.alloc(0);
  }

  private async stretches({ outcome, tailSeen }: EndRecord): Promise<Stretch[]> {
    const size = this.start.tailBytes;
    const kept = Math.min(tailSeen, size);
    const oldest = kept < size ? 0 : tailSeen % size;
    const marker = Buffer.from(outcome.droppedBytes > 0 ? truncationMarker(outcome.droppedBytes) : '');
    return [
      { length: await sizeOf(this.head), read: (offset, length) => readAt(this.head, offset, length) },
      { length: marker.length, read: async (offset, length) => marker.subarray(offset, offset + length) },
      { length: kept - oldest, read: (offset, length) => readAt(this.tail, oldest + offset, length) },
      { length: oldest, read: (offset, length) => readAt(this.tail, offset, length) },
    ];
  }
}
