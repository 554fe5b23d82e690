import type { AttemptId, YardEvent } from '@switchyard/contracts';
import { type Millis, sleep } from '@switchyard/kernel';
import type { Chunk } from '../domain/log-cursor.js';
import type { Listener } from './ports.js';

/** Bytes and events kept for a reader who is slower than the world; beyond it the reader fetches from the store. */
const mostBytes = 4_194_304;
const mostEvents = 10_000;

export interface Arrived {
  events: YardEvent[];
  chunks: { attemptId: AttemptId; chunk: Chunk }[];
  dropped: Set<AttemptId>;
}

/** What has arrived live for one reader and was not looked at yet. Bounded: what does not fit is dropped and fetched later. */
export class Arrivals implements Listener {
  private events: YardEvent[] = [];
  private chunks: { attemptId: AttemptId; chunk: Chunk }[] = [];
  private bytes = 0;
  private dropped = new Set<AttemptId>();
  private wake: (() => void) | undefined;

  event(event: YardEvent): void {
    if (this.events.length < mostEvents) this.events.push(event);
    this.wake?.();
  }

  chunk(attemptId: AttemptId, chunk: Chunk): void {
    if (this.bytes + chunk.bytes.length > mostBytes) this.dropped.add(attemptId);
    else {
      this.bytes += chunk.bytes.length;
      this.chunks.push({ attemptId, chunk });
    }
    this.wake?.();
  }

  /** Everything so far; `dropped` names attempts of which chunks were not kept. */
  take(): Arrived {
    const { events, chunks, dropped } = this;
    this.events = [];
    this.chunks = [];
    this.dropped = new Set();
    this.bytes = 0;
    return { events, chunks, dropped };
  }

  /** Waits until something is there, or for `ms`. */
  async next(ms: Millis, signal: AbortSignal): Promise<void> {
    if (this.events.length > 0 || this.chunks.length > 0 || this.dropped.size > 0) return;
    const enough = new AbortController();
    this.wake = () => enough.abort();
    await sleep(ms, signal, enough.signal);
    this.wake = undefined;
  }
}
