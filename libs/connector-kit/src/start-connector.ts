import { hostname } from 'node:os';
import { Bus, type BusMessage, startHeartbeat } from '@switchyard/bus';
import {
  bellConsumer,
  type Bell,
  type Control,
  controlSubject,
  isAttemptId,
  type Pool,
  streams,
} from '@switchyard/contracts';
import { Fault, type Millis, reasonOf, type RunningService, sleep } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { startOpsServer } from '@switchyard/http';
import type { ConnectorConfig } from './config.js';
import type { Connector } from './connector.js';
import { lockDirectory } from './directory-lock.js';
import { Journal } from './journal.js';
import { NatsPlatform } from './nats-platform.js';
import type { Platform } from './platform.js';
import { Worker } from './worker.js';
import { Workspaces } from './workspaces.js';

/** Starts a connector; resolves when it has taken up what an earlier process left, and answers doorbells. */
export const startConnector = async (config: ConnectorConfig, connector: Connector): Promise<RunningService> => {
  const service = `connector-${connector.type}`;
  const unlock = await lockDirectory(config.DATA_DIRECTORY);
  const [bus, journal, workspaces] = await Promise.all([
    Bus.connect({ url: config.NATS_URL, user: config.NATS_USER, password: config.NATS_PASSWORD, name: service }),
    Journal.open(config.DATA_DIRECTORY),
    Workspaces.open(config.DATA_DIRECTORY),
  ]);
  const pool = config.CONNECTOR_POOL as Pool;
  const platform = new NatsPlatform(bus);
  const worker = new Worker(connector, platform, journal, workspaces, config.CONNECTOR_SLOTS, () => bells?.poke());
  const control = bus.subscribe(controlSubject(connector.type, worker.session), message => void obey(worker, message));
  await worker.recover();
  const stop = new AbortController();
  const beating = beatEvery(config.BEAT_MS, stop.signal, () =>
    beat(platform, worker, workspaces, { pool, slots: config.CONNECTOR_SLOTS }),
  );
  const bells = bus.pull({
    stream: streams.jobs.name,
    consumer: bellConsumer(connector.type, pool),
    room: () => worker.room,
    handle: message => worker.take(attemptOf(message)),
  });
  const pulse = () => ({
    connector: connector.type,
    pool,
    running: worker.busy,
    slots: config.CONNECTOR_SLOTS,
  });
  const heartbeat = startHeartbeat(bus, { service, pulse });
  const ready = async () => ({ ok: bus.connected, checks: { bus: bus.connected } });
  const ops = await startOpsServer({ port: config.OPS_PORT, service, ready });
  let stopping: Promise<void> | undefined;
  const leave = async () => {
    await bells.stop();
    await worker.leave(config.STOP_MODE === 'finish');
    stop.abort();
    heartbeat.stop();
    control.stop();
    await beating;
    await ops.stop();
    await bus.drain();
    await unlock();
  };
  return { stop: () => (stopping ??= leave()) };
};

const attemptOf = (message: BusMessage) => {
  // Anything at all may lie in the stream: what names no attempt must be buried at once, not tried again.
  const attemptId = message.json<Partial<Bell> | null>()?.attemptId;
  if (attemptId && isAttemptId(attemptId)) return attemptId;
  throw new Fault({ code: 'bad-bell', message: 'the doorbell names no attempt', blame: 'platform', retry: false });
};

const obey = async (worker: Worker, message: BusMessage): Promise<void> => {
  const { kind, attemptId, executionId } = message.json<Control>();
  if (kind === 'cancel' && attemptId) await worker.cancel(attemptId);
  if (kind === 'release' && executionId) await worker.release(executionId);
};

const beat = async (
  platform: Platform,
  worker: Worker,
  workspaces: Workspaces,
  { pool, slots }: { pool: Pool; slots: number },
) => {
  const reply = await platform.beat({
    v: 1,
    session: worker.session,
    connector: worker.type,
    pool,
    host: hostname(),
    slots,
    running: worker.running,
    workspaces: await workspaces.list(),
  });
  await Promise.all([
    worker.feed(),
    ...reply.cancel.map(id => worker.cancel(id)),
    ...reply.fenced.map(id => worker.fence(id)),
    ...reply.release.map(id => worker.release(id)),
  ]);
};

/** Beats at once, and then until the signal aborts. A beat that fails is followed by the next. */
const beatEvery = async (everyMs: Millis, signal: AbortSignal, once: () => Promise<void>): Promise<void> => {
  while (!signal.aborted) {
    await once().catch((error: unknown) => loggerOf('connector').warn({ error: reasonOf(error) }, 'beat not answered'));
    await sleep(everyMs, signal);
  }
};
