import type { AttemptId, ExecutionView, ReadLogFacts } from '@switchyard/contracts';
import { type Millis, sleep } from '@switchyard/kernel';
import type { ExecutionService } from './ports.js';

type Page = Awaited<ReturnType<ExecutionService['readLog']>>;

/** How long the rest of an output is waited for while nothing of it arrives. */
const patienceMs: Millis = 10_000;
const lookAgainMs: Millis = 20;

export interface LogReading extends ReadLogFacts {
  /** From the asked offset to what is stored now, or to the end where the attempt has ended. */
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
      const { stored, total = stored, pieces } = await this.ofOne(id, 0);
      if (total === 0) continue;
      yield Buffer.from(`${index > 0 ? '\n' : ''}==> ${name}${n > 1 ? ` (attempt ${n})` : ''} <==\n`);
      yield* pieces;
    }
  }

  private async *piecesFrom(id: AttemptId, offset: number, first: Page): AsyncGenerator<Uint8Array> {
    const end = first.facts.total ?? first.facts.stored;
    let at = offset;
    for (let page = first; at < end;) {
      at += page.bytes.length;
      // The next piece is fetched while this one is sent.
      const next = at < end ? this.next(id, at) : undefined;
      next?.catch(() => undefined);
      if (page.bytes.length > 0) yield page.bytes;
      const found = await next;
      if (!found) return;
      page = found;
    }
  }

  /** An attempt that has ended may have output that is still on its way into the store. */
  private async next(id: AttemptId, at: number): Promise<Page | undefined> {
    const until = performance.now() + patienceMs;
    while (performance.now() < until) {
      const page = await this.executions.readLog(id, at);
      if (page.bytes.length > 0) return page;
      await sleep(lookAgainMs);
    }
    return undefined;
  }
}
