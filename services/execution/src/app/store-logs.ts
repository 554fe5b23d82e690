import type { AttemptId } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { type LogChunk, Logs } from './ports.js';

/** Attempts whose stored length is kept in memory. */
const mostRemembered = 10_000;
/** Chunks of one write to the store; at most 256 KB each. */
const mostPerWrite = 64;

interface Waiting {
  chunk: LogChunk;
  done: () => void;
  failed: (error: unknown) => void;
}

/** Stores output by offset. What arrives while a write is under way goes into the next write together. */
export class StoreLogs {
  private readonly ends = new Map<AttemptId, number>();
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;

  constructor(private readonly logs: Logs) {}

  /** Resolves when the chunk is durable. */
  store(chunk: LogChunk): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ chunk, done, failed });
      this.writing ??= this.write().finally(() => (this.writing = undefined));
    });
  }

  /** Bytes stored without a gap from the start. */
  async stored(attemptId: AttemptId): Promise<number> {
    const end = await this.logs.contiguousFrom(attemptId, this.ends.get(attemptId) ?? 0);
    this.ends.delete(attemptId);
    this.ends.set(attemptId, end);
    const [oldest] = this.ends.keys();
    if (this.ends.size > mostRemembered && oldest) this.ends.delete(oldest);
    return end;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, mostPerWrite);
      reach('execution.logs.beforeWrite');
      await this.logs.append(batch.map(({ chunk }) => chunk)).then(
        () => batch.forEach(({ done }) => done()),
        (error: unknown) => batch.forEach(({ failed }) => failed(error)),
      );
      reach('execution.logs.afterWrite');
    }
  }
}
