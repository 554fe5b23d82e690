import { nextTurn } from '@switchyard/kernel';
import type { SpoolReader } from '../shim/contract.js';
import { endOfLog } from '../log-pump.js';

interface Part {
  log: SpoolReader;
  /** Known once nothing more can come. */
  length?: number;
}

/** Several outputs, one after the other, as one: a part begins where the one before it has ended for good. */
export class LogOfParts implements SpoolReader {
  private readonly parts: Part[] = [];
  private joined = new AbortController();
  private seenParts = 0;
  private hasEnded = false;

  /** What was last is whole; this comes behind it. */
  async add(log: SpoolReader): Promise<void> {
    const last = this.parts.at(-1);
    if (last) last.length = await endOfLog(last.log);
    this.parts.push({ log });
    const { joined } = this;
    this.joined = new AbortController();
    joined.abort();
  }

  /** Nothing more comes: from now on it says so again and again, as every output does that has ended. */
  end(): void {
    this.hasEnded = true;
    this.joined.abort();
  }

  async read(offset: number, maxBytes: number): Promise<Buffer> {
    this.seenParts = this.parts.length;
    let from = offset;
    for (const { log, length } of [...this.parts]) {
      if (length === undefined) return log.read(from, maxBytes);
      if (from < length) return log.read(from, Math.min(maxBytes, length - from));
      from -= length;
    }
    return Buffer.alloc(0);
  }

  async changed(signal?: AbortSignal): Promise<void> {
    if (this.hasEnded) return nextTurn();
    const last = this.parts.at(-1);
    if (!last || this.parts.length > this.seenParts) return;
    const either = AbortSignal.any([this.joined.signal, ...(signal ? [signal] : [])]);
    await last.log.changed(either);
    // An output that has ended says so again and again: only the next part, or nobody's interest, ends that.
    if (!either.aborted && last.length === undefined) await nextTurn();
  }
}
