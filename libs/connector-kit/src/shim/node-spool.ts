import { fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, type Fields } from './node-records.js';

/** The kept output, written as the native shim writes it: see `spool.c`. */
export class NodeSpool {
  private readonly head: number;
  private tail: number | undefined;
  private headFull: boolean;
  private tailBroken: boolean;
  private headBytes = 0;
  private tailSeen = 0;
  private total = 0;
  private error: string | undefined;

  constructor(
    private readonly directory: string,
    private readonly headMax: number,
    private readonly tailMax: number,
  ) {
    this.head = openSync(join(directory, 'log'), 'w', 0o600);
    this.headFull = headMax === 0;
    this.tailBroken = tailMax === 0;
  }

  write(bytes: Buffer): void {
    this.total += bytes.length;
    const past = this.headFull ? bytes : this.writeHead(bytes);
    for (let rest = past; rest.length > 0 && !this.tailBroken;) rest = this.writeTail(rest);
  }

  /** On disk, and what the outcome says about it. */
  close(): Fields {
    fdatasyncSync(this.head);
    if (this.tail !== undefined) fdatasyncSync(this.tail);
    return {
      totalBytes: this.total,
      droppedBytes: this.total - this.headBytes - Math.min(this.tailSeen, this.tailMax),
      headBytes: this.headBytes,
      tailSeen: this.tailSeen,
      logErrno: errnoOf(this.error),
    };
  }

  private writeHead(bytes: Buffer): Buffer {
    const wanted = bytes.subarray(0, this.headMax - this.headBytes);
    const kept = this.put(this.head, wanted, this.headBytes);
    this.headBytes += kept;
    this.headFull = kept < wanted.length || this.headBytes === this.headMax;
    return bytes.subarray(wanted.length);
  }

  private writeTail(bytes: Buffer): Buffer {
    this.tail ??= openSync(join(this.directory, 'tail'), 'w', 0o600);
    const at = this.tailSeen % this.tailMax;
    const wanted = bytes.subarray(0, this.tailMax - at);
    const kept = this.put(this.tail, wanted, at);
    this.tailSeen += kept;
    const count = Buffer.alloc(8);
    count.writeBigInt64LE(BigInt(this.tailSeen));
    if (kept < wanted.length || this.put(this.tail, count, this.tailMax) !== 8) this.breakTail(this.tail);
    return bytes.subarray(wanted.length);
  }

  private breakTail(tail: number): void {
    this.tailBroken = true;
    this.tailSeen = 0;
    ftruncateSync(tail, 0);
  }

  private put(file: number, bytes: Buffer, at: number): number {
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, at + done);
    } catch (error) {
      this.error = (error as NodeJS.ErrnoException).code ?? 'EIO';
    }
    return done;
  }
}
