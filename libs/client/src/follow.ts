import type { AttemptId, StreamFrame } from '@switchyard/contracts';
import { type Millis, sleep, waitBefore } from '@switchyard/kernel';
import { createParser } from 'eventsource-parser';
import { Place } from './place.js';
import { YardError } from './yard-error.js';

export interface FollowOptions {
  /** With the output of steps. */
  logs?: boolean;
  /** Output that is there already, in bytes per attempt. */
  from?: ReadonlyMap<AttemptId, number>;
  /** Goes on where another following ended, perhaps of another address of the platform; instead of `logs` and `from`. */
  place?: Place;
  signal?: AbortSignal;
  /** Told each time the connection is lost and will be tried again. */
  onLost?: (error: unknown) => void;
  /** A server that says nothing, not even a ping, for this long is taken for gone. */
  silenceMs?: Millis;
}

type Open = (query: string, signal: AbortSignal) => Promise<Response>;

/** Three pings of the server. */
const usualSilenceMs: Millis = 45_000;
const backoff = { initialMs: 100, factor: 2, maxMs: 5_000 };

/** See `YardClient.follow`. */
export async function* follow(open: Open, options: FollowOptions): AsyncGenerator<StreamFrame> {
  const { logs = false, from, place = new Place(logs, from), silenceMs = usualSilenceMs } = options;
  const stop = options.signal ?? new AbortController().signal;
  for (let failures = 0; !stop.aborted;) {
    let lost: unknown = new Error('the connection ended');
    try {
      for await (const news of newsOf(place, connection(open, place.query(), stop, silenceMs))) {
        failures = 0;
        yield news;
        if (news.event === 'end' || stop.aborted) return;
      }
    } catch (error) {
      lost = error;
    }
    failures += 1;
    await pause(lost, failures, stop, options);
  }
}

async function* newsOf(place: Place, frames: AsyncGenerator<StreamFrame>): AsyncGenerator<StreamFrame> {
  for await (const frame of frames) {
    const news = place.take(frame);
    if (news) yield news;
  }
}

/** @throws what no retry can heal. */
const pause = async (lost: unknown, failures: number, stop: AbortSignal, { onLost }: FollowOptions): Promise<void> => {
  if (stop.aborted) return;
  if (lost instanceof YardError && !lost.mayHeal) throw lost;
  onLost?.(lost);
  await sleep(waitBefore(failures, backoff, Math.random()), stop);
};

async function* connection(
  open: Open,
  query: string,
  stop: AbortSignal,
  silenceMs: Millis,
): AsyncGenerator<StreamFrame> {
  const silent = new AbortController();
  const giveUp = () => silent.abort(new Error(`the server has said nothing for ${silenceMs} ms`));
  let timer = setTimeout(giveUp, silenceMs);
  const arrived: StreamFrame[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => arrived.push({ event, data: JSON.parse(data) as unknown } as StreamFrame),
  });
  const decoder = new TextDecoder();
  try {
    const { body } = await open(query, AbortSignal.any([stop, silent.signal]));
    for await (const bytes of body ?? []) {
      clearTimeout(timer);
      parser.feed(decoder.decode(bytes, { stream: true }));
      yield* arrived.splice(0);
      // A reader may take its time; only the server's counts.
      timer = setTimeout(giveUp, silenceMs);
    }
  } finally {
    clearTimeout(timer);
  }
}
