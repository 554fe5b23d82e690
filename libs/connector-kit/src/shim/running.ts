import { join } from 'node:path';
import { sizeOf } from '../plain-file.js';
import { Changes } from './changes.js';
import { type RunningShim, type ShimOutcome } from './contract.js';
import { isReachable, type Order, sendOrder } from './control.js';
import { killLeftovers } from './leftovers.js';
import { type EndRecord, readEnd, type StartRecord } from './records.js';
import { type End, SpoolFiles } from './spool-reader.js';
import { readAt } from './stretches.js';

/** The run of a job directory, seen from outside: it holds no handle on the shim, so every process may have one. */
export class ShimRun implements RunningShim, End {
  readonly log: SpoolFiles;
  known: EndRecord | undefined;
  private readonly changes: Changes;
  private readonly fifo: string;
  private lost: Promise<EndRecord> | undefined;

  constructor(
    readonly directory: string,
    private readonly start: StartRecord,
  ) {
    this.changes = new Changes(directory);
    this.fifo = join(directory, start.control);
    this.log = new SpoolFiles(directory, start, this.changes, this);
  }

  /** For the parent of the shim, which learns of its end first. */
  get noticeExit(): () => void {
    return this.changes.notice;
  }

  async outcome(signal?: AbortSignal): Promise<ShimOutcome> {
    for (;;) {
      signal?.throwIfAborted();
      if (this.known) return this.known.outcome;
      const seen = this.changes.end.seen();
      const end = await this.look();
      if (end) return end.outcome;
      await this.changes.end.after(seen, signal);
    }
  }

  async stop(): Promise<void> {
    this.order('c');
  }

  async kill(): Promise<void> {
    this.order('k');
  }

  async feed(): Promise<void> {
    this.order('f');
  }

  async look(): Promise<EndRecord | undefined> {
    if (this.known) return this.known;
    const end = readEnd(this.directory);
    if (end) return this.over(end);
    if (this.start.control && isReachable(this.fifo)) return undefined;
    // It may have written its end between the two looks. One that died is given up once, whoever asks.
    return this.over(readEnd(this.directory) ?? (await (this.lost ??= this.giveUp())));
  }

  private order(order: Order): void {
    if (!this.known) sendOrder(this.fifo, order);
  }

  private over(end: EndRecord): EndRecord {
    if (this.known) return this.known;
    this.known = end;
    this.changes.notice();
    this.changes.close();
    return end;
  }

  /** The shim is dead and left no outcome. */
  private async giveUp(): Promise<EndRecord> {
    await killLeftovers(this.directory, this.start.cgroup);
    const headBytes = sizeOf(join(this.directory, 'log'));
    const tailSeen = await this.tailSeen();
    const droppedBytes = Math.max(0, tailSeen - this.start.tailBytes);
    const { at: startedAt } = this.start;
    const totalBytes = headBytes + tailSeen;
    return {
      outcome: { kind: 'lost', startedAt, finishedAt: Date.now(), totalBytes, droppedBytes },
      headBytes,
      tailSeen,
    };
  }

  /** The shim keeps this count behind the ring, for this very case. */
  private async tailSeen(): Promise<number> {
    const count = await readAt(join(this.directory, 'tail'), this.start.tailBytes, 8);
    return count.length === 8 ? Number(count.readBigInt64LE()) : 0;
  }
}
