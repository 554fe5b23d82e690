import { Fault, reasonOf } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { connect, type NatsConnection } from '@nats-io/transport-node';

export interface BusOptions {
  /** Such as `nats://127.0.0.1:4222`. */
  url: string;
  user: string;
  password: string;
  /** The service, such as `execution`: name of the connection and of its queue group. */
  name: string;
}

/** Each user has its own inbox, so that nobody reads another's replies (infra/nats). */
export const inboxPrefix = (user: string) => `_INBOX_${user}`;

/** Connects, and reconnects for ever once connected. */
export const openConnection = ({ url, user, password, name }: BusOptions): Promise<NatsConnection> =>
  connect({
    servers: url,
    user,
    pass: password,
    name,
    inboxPrefix: inboxPrefix(user),
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 100,
    pingInterval: 20_000,
    timeout: 5_000,
    // Else each request takes the stack along in case it fails: 40 % of what a request costs, and our faults say enough.
    noAsyncTraces: true,
  }).catch((cause: unknown) => {
    throw new Fault({
      code: 'bus-unreachable',
      message: `${name} cannot connect to NATS at ${url} as ${user}: ${reasonOf(cause)}`,
      blame: 'platform',
      retry: true,
      suggestions: ['check that nats-server runs there and that NATS_USER and NATS_PASSWORD are right'],
      cause,
    });
  });

/** Logs what happens to the connection, and tells whether it is up. */
export const watchConnection = async (connection: NatsConnection, name: string, up: (is: boolean) => void) => {
  const log = loggerOf(name);
  for await (const status of connection.status()) {
    if (status.type === 'disconnect' || status.type === 'reconnect') up(status.type === 'reconnect');
    if (status.type === 'disconnect') log.warn({}, 'bus connection lost');
    if (status.type === 'reconnect') log.info({}, 'bus connection restored');
    if (status.type === 'error') log.error({ error: status.error.message }, 'bus error');
  }
  up(false);
};
