import type { AttemptId } from '@switchyard/contracts';
import { Batches, reach } from '@switchyard/kernel';
import { type LogChunk, Logs } from './ports.js';

/** Attempts whose stored length is kept in memory. */
const mostRemembered = 10_000;
/** Bytes of one write to the store: more at once takes memory, and keeps the store and this process from working side by side. */
const mostPerWrite = 1_048_576;
/** What a chunk weighs beside its bytes. */
const perChunk = 4_096;

/** Stores output by offset. What arrives while a write is under way goes into the next write together. */
export class StoreLogs {
  /** Where the bytes end that are stored without a gap, as far as this process saw. */
  private readonly ends = new Map<AttemptId, number>();
  private readonly writes = new Batches<LogChunk>(
    chunks => this.write(chunks),
    mostPerWrite,
    ({ bytes }) => bytes.length + perChunk,
  );

  constructor(private readonly logs: Logs) {}

  /** Resolves when the chunk is durable. */
  store(chunk: LogChunk): Promise<void> {
    return this.writes.add(chunk);
  }

  /** Bytes stored without a gap from the start. The store is not asked where `wanted` are known to be in it. */
  async stored(attemptId: AttemptId, wanted = Infinity): Promise<number> {
    const known = this.ends.get(attemptId) ?? 0;
    if (known >= wanted) return known;
    const end = await this.logs.contiguousFrom(attemptId, known);
    this.remember(attemptId, end);
    return end;
  }

  private async write(chunks: LogChunk[]): Promise<void> {
    reach('execution.logs.beforeWrite');
    await this.logs.append(chunks);
    reach('execution.logs.afterWrite');
    for (const { attemptId, offset, bytes } of chunks) {
      const known = this.ends.get(attemptId) ?? 0;
      if (offset <= known && offset + bytes.length > known) this.remember(attemptId, offset + bytes.length);
    }
  }

  private remember(attemptId: AttemptId, end: number): void {
    this.ends.delete(attemptId);
    this.ends.set(attemptId, end);
    const [oldest] = this.ends.keys();
    if (this.ends.size > mostRemembered && oldest) this.ends.delete(oldest);
  }
}
