import type { AttemptId, StreamFrame } from '@switchyard/contracts';
import { type Millis, sleep, waitBefore } from '@switchyard/kernel';
import { createParser } from 'eventsource-parser';
import { YardError } from './yard-error.js';

export interface FollowOptions {
  /** With the output of steps. */
  logs?: boolean;
  /** Output that is there already, in bytes per attempt. */
  from?: ReadonlyMap<AttemptId, number>;
  signal?: AbortSignal;
  /** Told each time the connection is lost and will be tried again. */
  onLost?: (error: unknown) => void;
}

type Open = (query: string, signal: AbortSignal) => Promise<Response>;

/** A server that says nothing, not even a ping, for this long is taken for gone. */
const silenceMs: Millis = 45_000;
const backoff = { initialMs: 100, factor: 2, maxMs: 5_000 };

/** See `YardClient.follow`. */
export async function* follow(open: Open, options: FollowOptions): AsyncGenerator<StreamFrame> {
  const place = new Place(options);
  const stop = options.signal ?? new AbortController().signal;
  for (let failures = 0; !stop.aborted;) {
    let lost: unknown = new Error('the connection ended');
    try {
      for await (const frame of connection(open, place.query(), stop)) {
        failures = 0;
        if (place.isNews(frame)) yield frame;
        if (frame.event === 'end') return;
      }
    } catch (error) {
      lost = error;
    }
    failures += 1;
    await pause(lost, failures, stop, options);
  }
}

/** @throws what no retry can heal. */
const pause = async (lost: unknown, failures: number, stop: AbortSignal, { onLost }: FollowOptions): Promise<void> => {
  if (stop.aborted) return;
  if (lost instanceof YardError && !lost.mayHeal) throw lost;
  onLost?.(lost);
  await sleep(waitBefore(failures, backoff, Math.random()), stop);
};

/** Attempts named in a request; the address has limited room, and what is sent again is dropped here. */
const mostNamed = 40;

/** How far the reader has got. */
class Place {
  private rev: number | undefined;
  private readonly output: Map<AttemptId, number>;

  constructor(private readonly options: FollowOptions) {
    this.output = new Map(options.from);
  }

  query(): string {
    const query = new URLSearchParams({ logs: String(this.options.logs ?? false) });
    if (this.rev !== undefined) query.set('after', String(this.rev));
    const from = [...this.output].slice(-mostNamed).map(([attempt, bytes]) => `${attempt}:${bytes}`);
    if (from.length > 0) query.set('from', from.join(','));
    return query.toString();
  }

  /** Notes the frame; false for what the reader has seen. */
  isNews(frame: StreamFrame): boolean {
    switch (frame.event) {
      case 'execution':
        return this.advance(frame.data.rev);
      case 'event':
        return this.advance(frame.data.data.rev);
      case 'log': {
        const { attemptId, offset, length } = frame.data;
        if (offset < (this.output.get(attemptId) ?? 0)) return false;
        this.output.set(attemptId, offset + length);
        return true;
      }
      default:
        return true;
    }
  }

  private advance(rev: number): boolean {
    if (this.rev !== undefined && rev <= this.rev) return false;
    this.rev = rev;
    return true;
  }
}

async function* connection(open: Open, query: string, stop: AbortSignal): AsyncGenerator<StreamFrame> {
  const silent = new AbortController();
  let timer = setTimeout(() => silent.abort(), silenceMs);
  const arrived: StreamFrame[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => arrived.push({ event, data: JSON.parse(data) as unknown } as StreamFrame),
  });
  const decoder = new TextDecoder();
  try {
    const { body } = await open(query, AbortSignal.any([stop, silent.signal]));
    for await (const bytes of body ?? []) {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), silenceMs);
      parser.feed(decoder.decode(bytes, { stream: true }));
      yield* arrived.splice(0);
    }
  } finally {
    clearTimeout(timer);
  }
}
