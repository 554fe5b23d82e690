import {
  type AttemptId,
  type ExecutionId,
  type ExecutionView,
  isFinal,
  type StreamFrame,
  type YardEvent,
} from '@switchyard/contracts';
import { type Millis } from '@switchyard/kernel';
import { LogCursor } from '../domain/log-cursor.js';
import { Arrivals, type Arrived } from './arrivals.js';
import type { ExecutionService, LiveFeed } from './ports.js';
import type { ReadExecution } from './read-execution.js';

export interface FollowOptions {
  /** The last event the reader has; the document comes first without it. */
  after?: number;
  logs: boolean;
  /** Output of this attempt, and of no other. */
  only?: AttemptId;
  /** Output the reader has already, in bytes per attempt. */
  from: ReadonlyMap<AttemptId, number>;
  signal: AbortSignal;
}

/** Without news for this long the store is asked: a message may have been lost. */
const lookAgainMs: Millis = 5_000;
/** While something is known to be missing. */
const lookSoonMs: Millis = 25;
/** How long the end of a step waits for the rest of its output. */
const outputPatienceMs: Millis = 10_000;
const eventPage = 500;

/**
 * One reader of one execution. Listens before it reads, so nothing falls between; events come with contiguous revs to
 * the end, output without gaps per attempt, and a step's output before its end.
 */
export class FollowExecution {
  constructor(
    private readonly executions: ExecutionService,
    private readonly reading: ReadExecution,
    private readonly live: LiveFeed,
  ) {}

  /** @returns undefined when there is no such execution. */
  async open(id: ExecutionId, options: FollowOptions): Promise<AsyncGenerator<StreamFrame> | undefined> {
    const arrivals = new Arrivals();
    const unlisten = this.live.listen(id, arrivals);
    const first = await this.reading.begun(id).catch((error: unknown) => {
      unlisten();
      throw error;
    });
    if (first) return new Reader(this.executions, this.reading, arrivals, unlisten, id, options).frames(first);
    unlisten();
    return undefined;
  }
}

class Reader {
  private readonly cursors = new Map<AttemptId, LogCursor>();
  private rev = 0;
  /** The last event that is known to exist. */
  private newest = 0;
  private final: { status: ExecutionView['status']; reason?: string } | undefined;

  constructor(
    private readonly executions: ExecutionService,
    private readonly reading: ReadExecution,
    private readonly arrivals: Arrivals,
    private readonly unlisten: () => void,
    private readonly id: ExecutionId,
    private readonly options: FollowOptions,
  ) {}

  async *frames(first: ExecutionView): AsyncGenerator<StreamFrame> {
    const { signal, after } = this.options;
    try {
      const view = await this.known(first);
      this.begin(view);
      if (after === undefined) yield { event: 'execution', data: view };
      while (!signal.aborted) {
        yield* this.round();
        if (this.over) break;
        const missing =
          this.gap || this.final !== undefined || [...this.cursors.values()].some(cursor => cursor.behind);
        await this.arrivals.next(missing ? lookSoonMs : lookAgainMs, signal);
      }
      if (!signal.aborted && this.final) yield { event: 'end', data: this.final };
    } finally {
      this.unlisten();
    }
  }

  /** Waits until the execution service knows it, or until its trigger was refused. */
  private async known(first: ExecutionView): Promise<ExecutionView> {
    let view = first;
    while (view.rev === 0 && !isFinal(view.status) && !this.options.signal.aborted) {
      await this.arrivals.next(250, this.options.signal);
      view = (await this.reading.run(this.id)) ?? view;
    }
    return view;
  }

  private begin(view: ExecutionView): void {
    this.rev = this.options.after ?? view.rev;
    this.newest = view.rev;
    if (isFinal(view.status)) this.final = finalOf(view);
    if (!this.options.logs) return;
    for (const attempt of view.steps.flatMap(step => step.attempts)) {
      if (attempt.status === 'queued' || !this.wants(attempt.id)) continue;
      const cursor = this.cursor(attempt.id);
      cursor.behind = true;
      if (attempt.status !== 'running') cursor.total = attempt.logBytes ?? 0;
    }
  }

  private wants(id: AttemptId): boolean {
    return this.options.logs && (this.options.only ?? id) === id;
  }

  private cursor(id: AttemptId): LogCursor {
    const known = this.cursors.get(id) ?? new LogCursor(id, this.options.from.get(id) ?? 0);
    this.cursors.set(id, known);
    return known;
  }

  /** All that is there now. */
  private async *round(): AsyncGenerator<StreamFrame> {
    const { events, chunks, dropped } = this.arrivals.take();
    const quiet = events.length === 0 && chunks.length === 0;
    if (this.options.logs) yield* this.written(chunks, dropped);
    for (const event of await this.inOrder(events, quiet)) yield* this.tell(event);
  }

  private async *written(chunks: Arrived['chunks'], dropped: Arrived['dropped']): AsyncGenerator<StreamFrame> {
    for (const id of dropped) if (this.wants(id)) this.cursor(id).behind = true;
    for (const { attemptId, chunk } of chunks) {
      if (!this.wants(attemptId)) continue;
      const piece = this.cursor(attemptId).accept(chunk);
      if (piece) yield { event: 'log', data: piece };
    }
    for (const cursor of this.cursors.values()) if (cursor.behind) yield* this.catchUp(cursor);
  }

  /** Everything has been told. */
  private get over(): boolean {
    return this.final !== undefined && !this.gap && [...this.cursors.values()].every(cursor => cursor.done);
  }

  private get gap(): boolean {
    return this.newest > this.rev;
  }

  /** The events that come next, with those that were lost on the way. */
  private async inOrder(events: YardEvent[], quiet: boolean): Promise<YardEvent[]> {
    const next = events.filter(event => event.data.rev > this.rev).sort((a, b) => a.data.rev - b.data.rev);
    this.newest = Math.max(this.newest, ...next.map(event => event.data.rev));
    const unbroken = next.every((event, index) => event.data.rev === this.rev + index + 1);
    const whole = unbroken && this.rev + next.length === this.newest;
    if (whole && (!quiet || this.final)) return next;
    const stored = await this.executions.events(this.id, this.rev, eventPage).catch((error: unknown) => {
      // Nothing is known to be missing: a look that was in vain is repeated, and ends no stream.
      if (this.gap || this.final) throw error;
      return [];
    });
    const last = stored.at(-1)?.data.rev ?? this.rev;
    return [...stored, ...next.filter(event => event.data.rev > last)];
  }

  private async *tell(event: YardEvent): AsyncGenerator<StreamFrame> {
    if (event.data.rev !== this.rev + 1) return;
    this.rev = event.data.rev;
    if (event.type === 'step.started' && this.wants(event.data.attemptId)) this.cursor(event.data.attemptId);
    const isEnd = event.type === 'step.finished' || event.type === 'step.retrying';
    if (isEnd && this.wants(event.data.attemptId)) {
      const cursor = this.cursor(event.data.attemptId);
      cursor.total = event.data.logBytes ?? 0;
      yield* this.complete(cursor);
    }
    if (event.type === 'execution.finished') this.final = finalOf(event.data);
    yield { event: 'event', data: event };
  }

  /** Sends the rest of an ended attempt's output before its end is told, for as long as that is reasonable. */
  private async *complete(cursor: LogCursor): AsyncGenerator<StreamFrame> {
    const until = performance.now() + outputPatienceMs;
    while (!cursor.done && performance.now() < until && !this.options.signal.aborted) {
      const sent = cursor.sent;
      yield* this.catchUp(cursor);
      if (cursor.sent === sent) await new Promise(resolve => setTimeout(resolve, lookSoonMs));
    }
    cursor.behind = !cursor.done;
  }

  /** Fetches what is stored from where the cursor stands. */
  private async *catchUp(cursor: LogCursor): AsyncGenerator<StreamFrame> {
    while (!this.options.signal.aborted) {
      const { bytes, facts } = await this.executions.readLog(cursor.attemptId, cursor.sent);
      const piece = bytes.length > 0 ? cursor.accept({ offset: cursor.sent, bytes }) : undefined;
      if (piece) yield { event: 'log', data: piece };
      if (!piece || cursor.sent >= facts.stored) break;
    }
    cursor.behind = cursor.total !== undefined && !cursor.done;
  }
}

const finalOf = ({ status, reason }: { status: ExecutionView['status']; reason?: string }) => ({
  status,
  ...(reason === undefined ? {} : { reason }),
});
