import type { Msg } from '@nats-io/transport-node';
import { decode } from './envelope.js';

/** A message as handlers see it. */
export interface BusMessage {
  readonly subject: string;
  readonly bytes: Uint8Array;
  header(name: string): string | undefined;
  /** @throws Fault `bad-message` when the body is no JSON. */
  json<T>(): T;
  /** How often a stream has delivered it: 1 the first time, 0 for core messages. */
  readonly deliveries: number;
}

export const messageOf = (msg: Msg): BusMessage => ({
  subject: msg.subject,
  bytes: msg.data,
  header: name => msg.headers?.get(name) || undefined,
  json: <T>() => decode<T>(msg.data),
  deliveries: deliveriesOf(msg.reply),
});

/**
 * The delivery count stands in the reply subject of a stream's message:
 * `$JS.ACK.<stream>.<consumer>.<count>.…`, with domain and account before the stream on newer servers (ADR-15 of NATS).
 */
const deliveriesOf = (reply: string | undefined): number => {
  if (!reply?.startsWith('$JS.ACK.')) return 0;
  const tokens = reply.split('.');
  return Number(tokens[tokens.length > 9 ? 6 : 4]);
};
