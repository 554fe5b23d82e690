import { type Millis, sleep, waitBefore } from '@switchyard/kernel';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { YardError } from './yard-error.js';

export interface PersistentOptions {
  signal?: AbortSignal;
  /** Told each time the connection is lost and will be tried again. */
  onLost?: (error: unknown) => void;
  /** Told each time a connection stands, before anything came by it. */
  onOpen?: () => void;
  /** A server that says nothing, not even a ping, for this long is taken for gone. */
  silenceMs?: Millis;
}

/** Asks for the stream from where its reader stands. */
export type Open = (signal: AbortSignal) => Promise<Response>;

/** Three pings of the server. */
const usualSilenceMs: Millis = 45_000;
const backoff = { initialMs: 100, factor: 2, maxMs: 5_000 };

/**
 * What is news in the events of one connection after the other, until `isLast` or the signal aborts.
 * @param read gives what is new in an event; what it throws is a lost connection.
 */
export async function* persistent<News>(
  open: Open,
  read: (message: EventSourceMessage) => News | undefined,
  isLast: (news: News) => boolean,
  options: PersistentOptions,
): AsyncGenerator<News> {
  const { silenceMs = usualSilenceMs, signal: stop = new AbortController().signal } = options;
  for (let failures = 0; !stop.aborted;) {
    let lost: unknown = new Error('the connection ended');
    try {
      for await (const message of connection(open, stop, silenceMs, options.onOpen)) {
        const news = read(message);
        if (news === undefined) continue;
        failures = 0;
        yield news;
        if (isLast(news) || stop.aborted) return;
      }
    } catch (error) {
      lost = error;
    }
    failures += 1;
    await pause(lost, failures, stop, options);
  }
}

/** @throws what no retry can heal. */
const pause = async (
  lost: unknown,
  failures: number,
  stop: AbortSignal,
  { onLost }: PersistentOptions,
): Promise<void> => {
  if (stop.aborted) return;
  if (lost instanceof YardError && !lost.mayHeal) throw lost;
  onLost?.(lost);
  await sleep(waitBefore(failures, backoff, Math.random()), stop);
};

async function* connection(
  open: Open,
  stop: AbortSignal,
  silenceMs: Millis,
  onOpen: (() => void) | undefined,
): AsyncGenerator<EventSourceMessage> {
  const over = new AbortController();
  const giveUp = () => over.abort(new Error(`the server has said nothing for ${silenceMs} ms`));
  // Not AbortSignal.any: what it makes may be collected while it is waited on.
  const leave = () => over.abort(stop.reason);
  stop.addEventListener('abort', leave, { once: true });
  let timer = setTimeout(giveUp, silenceMs);
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: message => arrived.push(message) });
  const decoder = new TextDecoder();
  try {
    if (stop.aborted) leave();
    const { body } = await open(over.signal);
    onOpen?.();
    for await (const bytes of chunksOf(body)) {
      clearTimeout(timer);
      parser.feed(decoder.decode(bytes, { stream: true }));
      yield* arrived.splice(0);
      // A reader may take its time; only the server's counts.
      timer = setTimeout(giveUp, silenceMs);
    }
  } finally {
    clearTimeout(timer);
    stop.removeEventListener('abort', leave);
  }
}

/** Not every browser iterates over a stream by itself. */
async function* chunksOf(body: Response['body']): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
