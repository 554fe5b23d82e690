import { contextFrom, type Context, traceparentOf } from '@switchyard/telemetry';
import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';

const name = 'traceparent';

/** Headers with the current trace context (W3C `traceparent`) on top of `given`. */
export const traced = (given: Record<string, string> = {}): MsgHdrs => {
  const out = headers();
  const traceparent = traceparentOf();
  if (traceparent) out.set(name, traceparent);
  for (const [key, value] of Object.entries(given)) out.set(key, value);
  return out;
};

/** The trace context a message came with. */
export const contextOf = (msg: Msg): Context => contextFrom(msg.headers?.get(name) || undefined);
