import { deadLetterSubject } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { inSpan, loggerOf } from '@switchyard/telemetry';
import { createInbox, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { reach } from '@switchyard/kernel';
import { encode } from './envelope.js';
import { type BusMessage, messageOf } from './message.js';
import { type Settlement, settledBy, settledByError } from './settlement.js';
import { contextOf } from './trace-headers.js';

/** The part of a bus that pulling needs. */
interface PullingBus {
  readonly name: string;
  readonly inboxPrefix: string;
  readonly connection: NatsConnection;
  keep(subject: string, message: Uint8Array, options: { headers: Record<string, string> }): Promise<void>;
}

export interface PullOptions {
  stream: string;
  /** A durable consumer; its owner creates it, also again when it was lost. */
  consumer: string;
  /** How many more messages may be taken now. The loop adds those it is handling. */
  room: () => number;
  /** Resolves when the work is done, or with another settlement; a rejection becomes one ({@link settledByError}). */
  handle: (message: BusMessage) => Promise<void | Settlement>;
}

/**
 * How long one request for messages stands at the server: longer each time one has stood to its end, and short again
 * after silence, since a server says nothing of a request to a consumer that it does not have.
 */
const [shortestStandMs, longestStandMs]: [Millis, Millis] = [1_000, 10_000];
const firstWaitMs: Millis = 100;
const longestWaitMs: Millis = 2_000;

/**
 * Asks a pull consumer for as many messages as there is room for, one request at a time, and settles each once.
 * Written on the wire protocol of JetStream (ADR-13 of NATS), so that it survives a consumer that vanishes and comes back.
 */
export class PullLoop {
  private readonly inbox: string;
  private readonly subscription;
  private readonly handling = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  /** Messages the standing request may still bring. */
  private asked = 0;
  private request = 0;
  private waitMs = firstWaitMs;
  private standsMs = shortestStandMs;
  private stopped = false;

  constructor(
    private readonly bus: PullingBus,
    private readonly options: PullOptions,
  ) {
    this.inbox = createInbox(bus.inboxPrefix);
    this.subscription = bus.connection.subscribe(`${this.inbox}.*`, {
      callback: (error, msg) => void (error ?? this.arrived(msg)),
    });
    void this.afterReconnect();
    this.poke();
  }

  /** Says that there may be more room than before. */
  poke(): void {
    if (this.stopped || this.asked > 0) return;
    const batch = this.options.room();
    if (batch <= 0) return;
    const { stream, consumer } = this.options;
    this.asked = batch;
    this.request += 1;
    const body = encode({ batch, expires: this.standsMs * 1e6 });
    if (!this.bus.connection.isClosed())
      this.bus.connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`, body, {
        reply: `${this.inbox}.${this.request}`,
      });
    // The server's own word on the end of a request can be lost.
    this.again(this.standsMs + 1_000);
  }

  /** Takes no more, and waits for the handlers at work. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.subscription.unsubscribe();
    await Promise.allSettled([...this.handling]);
  }

  private arrived(msg: Msg): void {
    if (msg.subject.startsWith(this.inbox)) return this.ended(msg);
    this.waitMs = firstWaitMs;
    this.asked = Math.max(0, this.asked - 1);
    const work = this.work(msg).finally(() => {
      this.handling.delete(work);
      this.poke();
    });
    this.handling.add(work);
    if (this.asked === 0) this.poke();
  }

  /** A status of the server: the request is over. 408 means that it just expired. */
  private ended(msg: Msg): void {
    const current = msg.subject.endsWith(`.${this.request}`);
    if (!current || msg.headers?.code === 100) return;
    this.asked = 0;
    if (msg.headers?.code === 408) {
      this.standsMs = Math.min(longestStandMs, this.standsMs * 2);
      return this.poke();
    }
    this.again(this.waitMs);
    this.waitMs = Math.min(longestWaitMs, this.waitMs * 2);
  }

  private again(afterMs: Millis): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.asked = 0;
      this.standsMs = shortestStandMs;
      this.poke();
    }, afterMs);
  }

  private async afterReconnect(): Promise<void> {
    for await (const status of this.bus.connection.status()) {
      if (this.stopped) return;
      if (status.type === 'reconnect') this.again(0);
    }
  }

  private async work(msg: Msg): Promise<void> {
    reach('bus.pull.taken');
    const message = messageOf(msg);
    const span = { service: this.bus.name, kind: 'consumer', parent: contextOf(msg) } as const;
    const settlement = await inSpan(`take ${this.options.stream}`, span, () => this.options.handle(message)).then(
      settledBy,
      error => settledByError(error, message.deliveries),
    );
    reach('bus.pull.beforeSettle');
    await this.settle(msg, settlement);
    reach('bus.pull.afterSettle');
  }

  private async settle(msg: Msg, settlement: Settlement): Promise<void> {
    if (this.bus.connection.isClosed()) return;
    if (settlement.kind === 'done') return void msg.respond('+ACK');
    if (settlement.kind === 'later')
      return void msg.respond(`-NAK ${JSON.stringify({ delay: settlement.delayMs * 1e6 })}`);
    loggerOf(this.bus.name).warn({ subject: msg.subject, reason: settlement.reason }, 'message buried');
    await this.bus
      .keep(deadLetterSubject(msg.subject), msg.data, {
        headers: { 'Yard-Reason': settlement.reason.replace(/[\r\n]+/g, ' ') },
      })
      .then(() => msg.respond('+TERM'))
      .catch(() => msg.respond(`-NAK ${JSON.stringify({ delay: longestWaitMs * 1e6 })}`));
  }
}
