import type { AttemptId, ExecutionView, ReadLogFacts } from '@switchyard/contracts';
import type { ExecutionService } from './ports.js';

export interface LogReading extends ReadLogFacts {
  /** From the asked offset to what is stored now. */
  pieces: AsyncGenerator<Uint8Array>;
}

/** The stored output of attempts, piece by piece. */
export class ReadLogs {
  constructor(private readonly executions: ExecutionService) {}

  async ofOne(id: AttemptId, offset: number): Promise<LogReading> {
    const first = await this.executions.readLog(id, offset);
    return { ...first.facts, pieces: this.piecesFrom(id, offset, first) };
  }

  /** Each attempt under a heading of its own. */
  async *ofAll({ steps }: ExecutionView): AsyncGenerator<Uint8Array> {
    const attempts = steps.flatMap(({ name, attempts: tries }) => tries.map(one => ({ name, ...one })));
    for (const [index, { id, name, n }] of attempts.entries()) {
      const { stored, pieces } = await this.ofOne(id, 0);
      if (stored === 0) continue;
      yield Buffer.from(`${index > 0 ? '\n' : ''}==> ${name}${n > 1 ? ` (attempt ${n})` : ''} <==\n`);
      yield* pieces;
    }
  }

  private async *piecesFrom(
    id: AttemptId,
    offset: number,
    first: Awaited<ReturnType<ExecutionService['readLog']>>,
  ): AsyncGenerator<Uint8Array> {
    const end = first.facts.stored;
    let at = offset;
    for (let { bytes } = first; bytes.length > 0;) {
      at += bytes.length;
      // The next piece is fetched while this one is sent.
      const next = at < end ? this.executions.readLog(id, at) : undefined;
      next?.catch(() => undefined);
      yield bytes;
      if (!next) return;
      ({ bytes } = await next);
    }
  }
}
