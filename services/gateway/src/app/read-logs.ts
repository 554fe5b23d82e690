import type { AttemptId, ExecutionView, LogMatch, ReadLogFacts, SearchLogAnswer } from '@switchyard/contracts';
import { type Millis, sleep } from '@switchyard/kernel';
import { startOfTail } from '../domain/log-part.js';
import { LineSearch } from '../domain/log-search.js';
import type { ExecutionService } from './ports.js';

type Page = Awaited<ReturnType<ExecutionService['readLog']>>;

/** How long the rest of an output is waited for while nothing of it arrives. */
const patienceMs: Millis = 10_000;
const lookAgainMs: Millis = 20;
/** Offsets have at most twelve digits. */
const farBehind = 999_000_000_000;
/** Bytes from the end in which the last lines are looked for. */
const longestTail = 1_048_576;
/** Bytes of output that one search looks through. */
const mostSearched = 67_108_864;

export interface LogReading extends ReadLogFacts {
  /** From the asked offset to what is stored now, or to the end where the attempt has ended. */
  pieces: AsyncGenerator<Uint8Array>;
}

/** The stored output of attempts, piece by piece. */
export class ReadLogs {
  constructor(private readonly executions: ExecutionService) {}

  /** @param limit bytes at most */
  async ofOne(id: AttemptId, offset: number, limit = Number.POSITIVE_INFINITY): Promise<LogReading> {
    const first = await this.executions.readLog(id, offset);
    return { ...first.facts, pieces: cut(this.piecesFrom(id, offset, first, offset + limit), limit) };
  }

  /** How much there is. */
  async facts(id: AttemptId): Promise<ReadLogFacts> {
    return (await this.executions.readLog(id, farBehind)).facts;
  }

  /** Where the last lines begin, as far as they lie in the last megabyte. */
  async tailOf(id: AttemptId, lines: number): Promise<number> {
    const { stored } = await this.facts(id);
    const start = Math.max(0, stored - longestTail);
    const read: Uint8Array[] = [];
    for (let at = start; at < stored;) {
      const { bytes } = await this.executions.readLog(id, at);
      if (bytes.length === 0) break;
      read.push(bytes);
      at += bytes.length;
    }
    return start + startOfTail(Buffer.concat(read), lines);
  }

  /** Lines with a text: in all attempts, or in one; as many as are asked for, in as much as is looked through at once. */
  async search(attempts: readonly AttemptId[], text: string, limit: number): Promise<SearchLogAnswer> {
    const matches: LogMatch[] = [];
    let bytes = 0;
    for (const attempt of attempts) {
      const searching = new LineSearch(text);
      const { pieces } = await this.ofOne(attempt, 0, Math.max(0, mostSearched - bytes));
      for await (const piece of pieces) {
        bytes += piece.length;
        for (const found of searching.feed(piece)) matches.push({ attempt, ...found });
        if (matches.length > limit) return { matches: matches.slice(0, limit), stopped: 'limit', bytes };
      }
      if (bytes >= mostSearched) return { matches, stopped: 'bytes', bytes };
      for (const found of searching.end()) matches.push({ attempt, ...found });
    }
    if (matches.length > limit) return { matches: matches.slice(0, limit), stopped: 'limit', bytes };
    return { matches, bytes };
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

  private async *piecesFrom(id: AttemptId, offset: number, first: Page, last: number): AsyncGenerator<Uint8Array> {
    const end = Math.min(first.facts.total ?? first.facts.stored, last);
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

async function* cut(pieces: AsyncGenerator<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let left = limit;
  for await (const piece of pieces) {
    yield piece.length > left ? piece.subarray(0, left) : piece;
    left -= piece.length;
    if (left <= 0) return;
  }
}
