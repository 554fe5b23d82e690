import { type EventEmitter, once } from 'node:events';
import type { StreamFrame } from '@switchyard/contracts';
import { type Millis, reach, reasonOf, sleep } from '@switchyard/kernel';
import { loggerOf, metrics } from '@switchyard/telemetry';
import type { FastifyReply } from 'fastify';
import type { FeedFrame } from '../app/follow-feed.js';

export interface StreamTimes {
  /** Keeps proxies from closing a quiet connection. */
  pingMs: Millis;
  /** A reader that takes nothing for this long is cut; it comes back with `Last-Event-ID`. */
  slowestMs: Millis;
}

const usualTimes: StreamTimes = { pingMs: 15_000, slowestMs: 30_000 };

const open = metrics.gauge('yard_streams_open', 'Event streams being followed');
const log = loggerOf('gateway');

/** Writes server-sent events (html.spec.whatwg.org, section 9.2), and ends all streams when the gateway leaves. */
export class EventStreams {
  private readonly leaving = new AbortController();
  private readonly sending = new Set<Promise<void>>();

  constructor(readonly times: StreamTimes = usualTimes) {}

  /** Aborts when the reader goes away or the gateway leaves. */
  signalFor({ raw }: FastifyReply): AbortSignal {
    return this.until(raw, raw.closed);
  }

  /** Aborts when the connection closes or the gateway leaves. */
  until(connection: EventEmitter, isClosed: boolean): AbortSignal {
    const gone = new AbortController();
    const end = () => gone.abort();
    connection.once('close', () => {
      this.leaving.signal.removeEventListener('abort', end);
      end();
    });
    // Not AbortSignal.any: what it makes may be collected while it is still waited on, and then never aborts.
    this.leaving.signal.addEventListener('abort', end, { once: true });
    if (isClosed || this.leaving.signal.aborted) end();
    return gone.signal;
  }

  async send(reply: FastifyReply, frames: AsyncGenerator<StreamFrame | FeedFrame>, signal: AbortSignal): Promise<void> {
    reply.hijack();
    await this.track(this.write(reply, frames, signal));
  }

  /** Waits for a stream, and lets the gateway wait for it when it leaves. */
  async track(work: Promise<void>): Promise<void> {
    this.sending.add(work);
    open.inc();
    await work.finally(() => {
      open.dec();
      this.sending.delete(work);
    });
  }

  async stop(): Promise<void> {
    this.leaving.abort();
    await Promise.allSettled(this.sending);
  }

  private async write(
    reply: FastifyReply,
    frames: AsyncGenerator<StreamFrame | FeedFrame>,
    signal: AbortSignal,
  ): Promise<void> {
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    });
    raw.flushHeaders();
    reach('gateway.stream.opened');
    // What waits already does not grow by pings.
    const ping = setInterval(() => raw.writableNeedDrain || raw.write(': ping\n\n'), this.times.pingMs);
    try {
      for await (const frame of frames) {
        reach('gateway.stream.beforeFrame');
        if (raw.write(textOf(frame)) || (await drained(raw, this.times.slowestMs, signal))) continue;
        raw.destroy();
        return;
      }
    } catch (error) {
      // The reader comes back and goes on where it was.
      log.warn({ error: reasonOf(error) }, 'event stream cut');
    } finally {
      clearInterval(ping);
      raw.end();
    }
  }
}

const textOf = (frame: StreamFrame | FeedFrame): string => {
  const id = idOf(frame);
  return `event: ${frame.event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(frame.data)}\n\n`;
};

/** What a reader who comes back sends as `Last-Event-ID`. */
export const idOf = (frame: StreamFrame | FeedFrame): string | number | undefined => {
  if ('id' in frame) return frame.id;
  return frame.event === 'event' ? frame.data.data.rev : undefined;
};

const drained = async (raw: FastifyReply['raw'], slowestMs: Millis, signal: AbortSignal): Promise<boolean> => {
  const enough = new AbortController();
  const went = once(raw, 'drain', { signal: enough.signal }).then(
    () => true,
    () => false,
  );
  const result = await Promise.race([went, sleep(slowestMs, signal, enough.signal).then(() => false)]);
  enough.abort();
  return result;
};
