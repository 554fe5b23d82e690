import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Changes } from './changes.js';
import { type RunningShim, type ShimOutcome } from './contract.js';
import { isReachable, type Order, sendOrder } from './control.js';
import { killLeftovers } from './leftovers.js';
import { type EndRecord, readEnd, type StartRecord } from './records.js';
import { SpoolFiles } from './spool-reader.js';

/** The run of a job directory, seen from outside: it holds no handle on the shim, so every process may have one. */
export class ShimRun implements RunningShim {
  readonly log: SpoolFiles;
  private readonly changes: Changes;
  private readonly fifo: string;
  private end: EndRecord | undefined;
  private looking: Promise<EndRecord | undefined> | undefined;

  constructor(
    readonly directory: string,
    private readonly start: StartRecord,
  ) {
    this.changes = new Changes(directory);
    this.fifo = join(directory, start.control);
    this.log = new SpoolFiles(directory, start, this.changes, () => this.look());
  }

  /** For the parent of the shim, which learns of its end first. */
  get noticeExit(): () => void {
    return this.changes.notice;
  }

  async outcome(signal?: AbortSignal): Promise<ShimOutcome> {
    for (;;) {
      signal?.throwIfAborted();
      const seen = this.changes.end.seen();
      const end = await this.look();
      if (end) return end.outcome;
      await this.changes.end.after(seen, signal);
    }
  }

  async stop(): Promise<void> {
    await this.order('c');
  }

  async kill(): Promise<void> {
    await this.order('k');
  }

  async feed(): Promise<void> {
    await this.order('f');
  }

  private async order(order: Order): Promise<void> {
    if (!this.end) await sendOrder(this.fifo, order);
  }

  /** The end, once there is one. One look at a time serves everybody who asks meanwhile. */
  private look(): Promise<EndRecord | undefined> {
    this.looking ??= this.lookOnce().finally(() => {
      this.looking = undefined;
    });
    return this.looking;
  }

  private async lookOnce(): Promise<EndRecord | undefined> {
    if (this.end) return this.end;
    let end = await readEnd(this.directory);
    if (!end && !(this.start.control && (await isReachable(this.fifo))))
      end = (await readEnd(this.directory)) ?? (await this.giveUp());
    if (end) {
      this.end = end;
      this.changes.notice();
      this.changes.close();
    }
    return end;
  }

  /** The shim is dead and left no outcome. */
  private async giveUp(): Promise<EndRecord> {
    await killLeftovers(this.directory, this.start.cgroup);
    const headBytes = await stat(join(this.directory, 'log')).then(
      ({ size }) => size,
      () => 0,
    );
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
    const handle = await open(join(this.directory, 'tail')).catch(() => undefined);
    if (!handle) return 0;
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(8), 0, 8, this.start.tailBytes);
      return bytesRead === 8 ? Number(buffer.readBigInt64LE()) : 0;
    } finally {
      await handle.close();
    }
  }
}
