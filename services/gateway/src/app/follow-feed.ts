import type { YardEvent } from '@switchyard/contracts';
import { isoTime, type Millis, sleep } from '@switchyard/kernel';
import type { Among, ExecutionService, LiveFeed } from './ports.js';

export interface FeedOptions extends Among {
  /** ISO time; history from then on comes first. */
  since?: string;
  /** The cursor of the last event the reader has; stronger than `since`. */
  after?: string;
  signal: AbortSignal;
}

export interface FeedFrame {
  event: 'event';
  /** The cursor: what a reader who comes back gives as `after`. */
  id: string;
  data: YardEvent;
}

/** Events of several processes may reach the store this much out of order; a reader who comes back looks there again. */
const overlapMs: Millis = 10_000;
/** Without news for this long the store is asked: a message may have been lost. */
const usualLookMs: Millis = 5_000;
const page = 500;
/** Live events kept for a slow reader; beyond it the reader fetches from the store. */
const mostWaiting = 10_000;
const mostRemembered = 20_000;

/** The place of an event among all, by time. */
export const cursorOf = ({ time, data: { executionId, rev } }: YardEvent): string =>
  `${time}|${executionId}:${String(rev).padStart(9, '0')}`;

/** Events of all executions: what has happened first, then what happens, each once. */
export class FollowFeed {
  constructor(
    private readonly executions: ExecutionService,
    private readonly live: LiveFeed,
    private readonly now: () => Millis,
    private readonly lookAgainMs: Millis = usualLookMs,
  ) {}

  async *frames({ since, after, signal, ...among }: FeedOptions): AsyncGenerator<FeedFrame> {
    const reader = new Reader(this.executions, among, after);
    const unlisten = this.live.listenToAll(among, event => reader.hear(event));
    try {
      const start = after ? before(after) : (since ?? isoTime(this.now()));
      yield* reader.history(start, signal);
      while (!signal.aborted) {
        yield* reader.arrived();
        if (reader.hasMissed || !(await reader.next(this.lookAgainMs, signal)))
          yield* reader.history(before(reader.last ?? start), signal);
      }
    } finally {
      unlisten();
    }
  }
}

const before = (cursor: string): string => isoTime(Date.parse(cursor.slice(0, 24)) - overlapMs);

class Reader {
  last: string | undefined;
  hasMissed = false;
  private waiting: YardEvent[] = [];
  private readonly told = new Set<string>();
  private wake: (() => void) | undefined;

  constructor(
    private readonly executions: ExecutionService,
    private readonly among: Among,
    /** Up to here the reader has everything. */
    private readonly after: string | undefined,
  ) {
    this.last = after;
  }

  hear(event: YardEvent): void {
    if (this.waiting.length < mostWaiting) this.waiting.push(event);
    else this.hasMissed = true;
    this.wake?.();
  }

  async *history(since: string, signal: AbortSignal): AsyncGenerator<FeedFrame> {
    this.hasMissed = false;
    let after: string | undefined;
    while (!signal.aborted) {
      const range = after === undefined ? { since } : { after };
      const { events, next } = await this.executions.feed({ ...this.among, ...range, limit: page });
      for (const event of events) yield* this.tell(event);
      if (events.length < page || next === undefined) return;
      after = next;
    }
  }

  async *arrived(): AsyncGenerator<FeedFrame> {
    for (const event of this.waiting.splice(0)) yield* this.tell(event);
  }

  /** Waits for live news. @returns whether there are any. */
  async next(lookAgainMs: Millis, signal: AbortSignal): Promise<boolean> {
    if (this.waiting.length > 0) return true;
    const enough = new AbortController();
    this.wake = () => enough.abort();
    await sleep(lookAgainMs, signal, enough.signal);
    this.wake = undefined;
    return this.waiting.length > 0;
  }

  private *tell(event: YardEvent): Generator<FeedFrame> {
    const id = cursorOf(event);
    if (this.told.has(event.id) || (this.after !== undefined && id <= this.after)) return;
    this.told.add(event.id);
    const [oldest] = this.told;
    if (this.told.size > mostRemembered && oldest) this.told.delete(oldest);
    if (this.last === undefined || id > this.last) this.last = id;
    yield { event: 'event', id, data: event };
  }
}
