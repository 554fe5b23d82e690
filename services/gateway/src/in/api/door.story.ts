import type { Bus } from '@switchyard/bus';
import { readConfig } from '@switchyard/http';
import type { Store } from '@switchyard/store';
import { EmptyInbox, Feed, World } from '../../app/follow.story.js';
import { GatewayConfig } from '../../config.js';
import { startHttpServer, type TlsFiles } from '../../http-server.js';
import { partsOf } from '../../parts.js';
import { EventStreams, type StreamTimes } from '../event-streams.js';

export const token = 'a-token-of-more-than-32-characters';
export const authorization = { authorization: `Bearer ${token}` };

/** A store in which nothing is found. */
const emptyStore = (): Store => {
  const model: unknown = new Proxy(() => undefined, { get: (_, name) => (name === 'then' ? undefined : () => model) });
  return { connection: { model: () => model }, ping: async () => 0 } as unknown as Store;
};

/** The door of a gateway, before a world of one execution. */
export const openDoor = async (
  times: StreamTimes = { pingMs: 15_000, slowestMs: 30_000 },
  tls?: TlsFiles,
  more: Record<string, string> = {},
) => {
  const world = new World();
  const bus = { connected: true, rtt: async () => 1, call: async () => ({ agents: [] }) } as unknown as Bus;
  const config = readConfig(GatewayConfig, { YARD_TOKEN: token, NATS_PASSWORD: 'a-password', ...more });
  const wired = await partsOf(bus, emptyStore(), config);
  const ports = { ...wired.ports, executions: world, live: new Feed(world), inbox: new EmptyInbox() };
  const parts = { ...wired, ports, streams: new EventStreams(times) } as unknown as typeof wired;
  const { url, stop } = await startHttpServer(parts, '127.0.0.1', 0, tls);
  return { world, url, stop, routes: parts.routes };
};
export type Door = Awaited<ReturnType<typeof openDoor>>;
