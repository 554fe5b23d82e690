import { Fault, type Millis, reach, reasonOf } from '@switchyard/kernel';
import { inSpan } from '@switchyard/telemetry';
import {
  createInbox,
  headers,
  type Msg,
  type NatsConnection,
  NoRespondersError,
  RequestError,
  TimeoutError,
} from '@nats-io/transport-node';
import { type BusOptions, inboxPrefix, openConnection, watchConnection } from './connection.js';
import { decode, decodeFault, encode, encodeFault, factsHeader, faultHeader } from './envelope.js';
import { type BusMessage, messageOf } from './message.js';
import { PullLoop, type PullOptions } from './pull-loop.js';
import { contextOf, traced } from './trace-headers.js';

export interface CallOptions {
  /** How long to wait for the answer; 5 s unless told otherwise. */
  timeoutMs?: Millis;
}

export interface KeepOptions {
  /** A second message with this id within two minutes is dropped by the stream. An optimisation, never a promise. */
  id?: string;
  headers?: Record<string, string>;
}

export interface GatherOptions {
  /** How many are expected to answer. */
  count: number;
  withinMs: Millis;
}

export interface Subscription {
  stop(): void;
}

/** One service's connection to NATS. */
export class Bus {
  private up = true;
  private timesRestored = 0;
  /** Where answers to this user arrive. */
  readonly inboxPrefix: string;

  private constructor(
    /** The service, also the name of its queue group. */
    readonly name: string,
    user: string,
    /** For libs/bus itself. */
    readonly connection: NatsConnection,
  ) {
    this.inboxPrefix = inboxPrefix(user);
    void watchConnection(connection, name, up => {
      this.up = up;
      if (up) this.timesRestored += 1;
    });
  }

  /** @throws Fault `bus-unreachable` */
  static async connect(options: BusOptions): Promise<Bus> {
    return new Bus(options.name, options.user, await openConnection(options));
  }

  get connected(): boolean {
    return this.up;
  }

  /** How often the connection was lost and came back. */
  get restored(): number {
    return this.timesRestored;
  }

  /** One round trip to the server. */
  async rtt(): Promise<Millis> {
    return this.connection.rtt();
  }

  /**
   * Sends a command and waits for its answer.
   * @throws Fault what the other side threw, or `no-responder` or `bus-timeout`, which a retry may heal.
   */
  async call<Reply>(subject: string, message: object, options: CallOptions = {}): Promise<Reply> {
    return decode<Reply>((await this.ask(subject, message, options)).data);
  }

  /** Like {@link call}, for answers whose body is raw bytes. */
  async callForBytes<Facts>(
    subject: string,
    message: object,
    options: CallOptions = {},
  ): Promise<{ facts: Facts; bytes: Uint8Array }> {
    const answer = await this.ask(subject, message, options);
    return { facts: JSON.parse(answer.headers?.get(factsHeader) || '{}') as Facts, bytes: answer.data };
  }

  private ask(subject: string, message: object, { timeoutMs = 5_000 }: CallOptions): Promise<Msg> {
    return inSpan(`call ${subject}`, this.span('client', subject), async () => {
      reach('bus.call.before');
      const answer = await this.connection
        .request(subject, encode(message), { timeout: timeoutMs, headers: traced() })
        .catch((cause: unknown) => {
          throw callFault(subject, timeoutMs, cause);
        });
      reach('bus.call.answered');
      if (answer.headers?.has(faultHeader)) throw decodeFault(answer.data);
      return answer;
    });
  }

  /**
   * Asks everybody who answers `subject` with {@link answerAll}. Resolves when `count` have answered or the time is over;
   * those that answer with a fault are none.
   */
  async gather<Reply>(subject: string, message: object, { count, withinMs }: GatherOptions): Promise<Reply[]> {
    const replies: Reply[] = [];
    if (count === 0) return replies;
    const inbox = this.connection.subscribe(createInbox(this.inboxPrefix), { max: count });
    const timer = setTimeout(() => inbox.unsubscribe(), withinMs);
    this.connection.publish(subject, encode(message), { reply: inbox.getSubject(), headers: traced() });
    try {
      for await (const answer of inbox) {
        // Nobody there: the server says so, in the place of the first answer.
        if (answer.headers?.code === 503) break;
        if (!answer.headers?.has(faultHeader)) replies.push(decode<Reply>(answer.data));
      }
    } finally {
      clearTimeout(timer);
      inbox.unsubscribe();
    }
    return replies;
  }

  /** Answers requests on `subject` beside all others that do, for {@link gather}. */
  answerAll(subject: string, answer: (message: BusMessage) => Promise<object>): Subscription {
    const subscription = this.connection.subscribe(subject, {
      callback: (error, msg) => {
        if (error) return;
        const failed = headers();
        failed.set(faultHeader, '1');
        Promise.resolve(messageOf(msg))
          .then(answer)
          .then(
            reply => msg.respond(encode(reply)),
            (thrown: unknown) => msg.respond(encodeFault(thrown), { headers: failed }),
          )
          // The connection is closing, and nobody waits for it there.
          .catch(() => undefined);
      },
    });
    return { stop: () => subscription.unsubscribe() };
  }

  /** One request as it is, for libs/bus itself. @throws what the client says */
  request(subject: string, data: Uint8Array, headers: Record<string, string>, timeout: Millis): Promise<Msg> {
    return this.connection.request(subject, data, { timeout, headers: traced(headers) });
  }

  /** Sends a core message. It may be lost. */
  publish(subject: string, message: object | Uint8Array, headers: Record<string, string> = {}): void {
    this.connection.publish(subject, bytesOf(message), { headers: traced(headers) });
  }

  /**
   * Puts a message into the stream of its subject; resolves when the stream has it.
   * @throws Fault `not-kept` (retry) when the stream did not answer or is full.
   */
  async keep(subject: string, message: object | Uint8Array, { id, headers = {} }: KeepOptions = {}): Promise<void> {
    const sent = traced(id ? { ...headers, 'Nats-Msg-Id': id } : headers);
    reach('bus.keep.before');
    const answer = await this.connection
      .request(subject, bytesOf(message), { timeout: 5_000, headers: sent })
      .catch((cause: unknown) => {
        throw notKept(subject, reasonOf(cause), cause);
      });
    reach('bus.keep.after');
    const { error } = decode<{ error?: { description: string } }>(answer.data);
    if (error) throw notKept(subject, error.description);
  }

  /** Hears core messages until stopped. The handler must not throw. */
  subscribe(subject: string, handle: (message: BusMessage) => void): Subscription {
    const subscription = this.connection.subscribe(subject, {
      callback: (error, msg) => {
        if (!error) handle(messageOf(msg));
      },
    });
    return { stop: () => subscription.unsubscribe() };
  }

  /** Takes messages from a durable consumer until stopped. */
  pull(options: PullOptions): PullLoop {
    return new PullLoop(this, options);
  }

  /** Answers requests on `subject`, sharing them with the other processes of this service. */
  serve(subject: string, answer: (msg: Msg) => Promise<void>): Subscription {
    const subscription = this.connection.subscribe(subject, {
      queue: this.name,
      callback: (error, msg) => {
        if (!error)
          void inSpan(`answer ${subject}`, { ...this.span('server', subject), parent: contextOf(msg) }, () =>
            answer(msg),
          );
      },
    });
    return { stop: () => subscription.unsubscribe() };
  }

  /** Sends what is pending and closes. Safe to call twice. */
  async drain(): Promise<void> {
    if (!this.connection.isClosed()) await this.connection.drain().catch(() => this.connection.close());
  }

  private span(kind: 'client' | 'server', subject: string) {
    const attributes = { 'messaging.system': 'nats', 'messaging.destination.name': subject };
    return { service: this.name, kind, attributes };
  }
}

const bytesOf = (message: object | Uint8Array) => (message instanceof Uint8Array ? message : encode(message));

const callFault = (subject: string, timeoutMs: Millis, cause: unknown): Fault => {
  const silent = cause instanceof NoRespondersError || (cause instanceof RequestError && cause.isNoResponders());
  const late = cause instanceof TimeoutError;
  return new Fault({
    code: silent ? 'no-responder' : late ? 'bus-timeout' : 'bus-failed',
    message: silent
      ? `nobody answers ${subject}: the service behind it is not running`
      : late
        ? `${subject} was not answered within ${timeoutMs} ms`
        : `${subject} could not be sent: ${reasonOf(cause)}`,
    blame: 'platform',
    retry: true,
    suggestions: ['ask again in a moment'],
    cause,
  });
};

const notKept = (subject: string, why: string, cause?: unknown): Fault =>
  new Fault({
    code: 'not-kept',
    message: `the stream of ${subject} did not take a message: ${why}`,
    blame: 'platform',
    retry: true,
    cause,
  });
