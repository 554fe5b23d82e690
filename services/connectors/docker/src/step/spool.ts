import { closeSync, ftruncateSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { partOf, readAcross, ringOf, type SpoolReader } from '@switchyard/connector-kit';

export interface SpoolSizes {
  headBytes: number;
  tailBytes: number;
}

/** As the shim keeps output: the beginning, and the end of what is longer. */
export const usualSizes: SpoolSizes = { headBytes: 48 * 2 ** 20, tailBytes: 16 * 2 ** 20 };

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * What a container printed, on disk: the head as it comes, and a ring of the newest bytes behind it, whose count stands
 * at its end. One that is opened again goes on behind what it has.
 */
export class Spool implements SpoolReader {
  /** Why not all of it could be kept, such as `ENOSPC`. */
  trouble: string | undefined;
  private readonly head: number;
  private readonly headPath: string;
  private readonly tailPath: string;
  private tail: number | undefined;
  private headBytes: number;
  private tailSeen: number;
  private lost = 0;
  private ended = false;
  private position = 0;
  private readonly waiting = new Set<() => void>();

  constructor(
    directory: string,
    private readonly sizes: SpoolSizes = usualSizes,
  ) {
    this.headPath = join(directory, 'log');
    this.tailPath = join(directory, 'tail');
    this.headBytes = sizeOf(this.headPath);
    this.tailSeen = countIn(this.tailPath, sizes.tailBytes);
    this.head = openSync(this.headPath, 'a', 0o600);
  }

  /** Everything it was given, also what it did not keep. */
  get total(): number {
    return this.headBytes + this.tailSeen + this.lost;
  }

  get droppedBytes(): number {
    return Math.max(0, this.tailSeen - this.sizes.tailBytes) + this.lost;
  }

  write(bytes: Buffer): void {
    const room = this.sizes.headBytes - this.headBytes;
    const isHead = this.tailSeen === 0 && this.lost === 0 && room > 0;
    const first = isHead ? bytes.subarray(0, room) : Buffer.alloc(0);
    const kept = this.put(this.head, first, null);
    this.headBytes += kept;
    this.lost += first.length - kept;
    for (let rest = bytes.subarray(first.length); rest.length > 0;) rest = this.writeTail(rest);
    this.tell();
  }

  /** Nothing more will come. */
  finish(): void {
    if (this.ended) return;
    this.ended = true;
    closeSync(this.head);
    if (this.tail !== undefined) closeSync(this.tail);
    this.tell();
  }

  async read(offset: number, maxBytes: number): Promise<Buffer> {
    const head = { length: this.headBytes, read: partOf(this.headPath) };
    const { tailPath: path, tailSeen: seen, droppedBytes: dropped } = this;
    const ring = this.ended ? ringOf({ path, size: this.sizes.tailBytes, seen, dropped }) : [];
    const bytes = await readAcross([head, ...ring], offset, maxBytes);
    this.position = offset + bytes.length;
    return bytes;
  }

  async changed(signal?: AbortSignal): Promise<void> {
    if (this.headBytes > this.position || this.ended || signal?.aborted) return;
    await new Promise<void>(resolve => {
      const done = () => {
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  private tell(): void {
    for (const done of [...this.waiting]) done();
  }

  private writeTail(bytes: Buffer): Buffer {
    const size = this.sizes.tailBytes;
    this.tail ??= openSync(this.tailPath, sizeOf(this.tailPath) > 0 ? 'r+' : 'w', 0o600);
    const at = this.tailSeen % size;
    const wanted = bytes.subarray(0, size - at);
    const kept = this.put(this.tail, wanted, at);
    this.tailSeen += kept;
    const count = Buffer.alloc(8);
    count.writeBigInt64LE(BigInt(this.tailSeen));
    if (kept < wanted.length || this.put(this.tail, count, size) < 8) return this.giveUp(this.tail, bytes, kept);
    return bytes.subarray(wanted.length);
  }

  /** A ring with a hole is none. */
  private giveUp(tail: number, bytes: Buffer, kept: number): Buffer {
    this.lost += this.tailSeen + bytes.length - kept;
    this.tailSeen = 0;
    ftruncateSync(tail, 0);
    return Buffer.alloc(0);
  }

  private put(file: number, bytes: Buffer, at: number | null): number {
    let done = 0;
    try {
      while (done < bytes.length)
        done += writeSync(file, bytes, done, bytes.length - done, at === null ? null : at + done);
    } catch (error) {
      this.trouble = (error as NodeJS.ErrnoException).code ?? 'EIO';
    }
    return done;
  }
}

const countIn = (path: string, at: number): number => {
  if (sizeOf(path) < at + 8) return 0;
  const count = Buffer.alloc(8);
  const file = openSync(path, 'r');
  try {
    readSync(file, count, 0, count.length, at);
  } finally {
    closeSync(file);
  }
  return Number(count.readBigInt64LE());
};
