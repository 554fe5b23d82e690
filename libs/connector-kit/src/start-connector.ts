import { LazyBlobStore } from '@switchyard/blobs';
import { Bus, type BusMessage, startHeartbeat } from '@switchyard/bus';
import {
  bellConsumer,
  type Bell,
  type ConnectorType,
  type Control,
  controlSubject,
  isAttemptId,
  type Pool,
  type SessionId,
  streams,
} from '@switchyard/contracts';
import { Fault, type Millis, reach, reasonOf, type RunningService, SystemClock } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { startOpsServer } from '@switchyard/http';
import { standardArounds } from './around/standard.js';
import { SurroundedConnector } from './around/surrounded.js';
import { Admittance } from './admittance.js';
import { beat, beatEvery, type BeatParts, calmly } from './beat.js';
import { type ConnectorConfig, quotaOf } from './config.js';
import type { Connector } from './connector.js';
import { reapEvery } from './reap.js';
import { lockDirectory } from './directory-lock.js';
import { Journal } from './journal.js';
import { NatsPlatform } from './nats-platform.js';
import { SceneKeeper } from './scene/scene-keeper.js';
import { HostSecrets } from './secrets/host-secrets.js';
import { KeptWorkspaces } from './workspace/kept-workspaces.js';
import { PortTeller } from './ports/port-teller.js';
import { tellPorts } from './ports/tell-ports.js';
import { tellOfWorkspaces } from './workspace/tell-of-workspaces.js';
import { Worker } from './worker.js';
import { Workspaces } from './workspaces.js';

/** Between two looks for what nobody knows any more. */
const reapEveryMs: Millis = 600_000;

interface Answering {
  type: ConnectorType;
  pool: Pool;
  takes: () => boolean;
  worker: Worker;
}

/** Doorbells, as long as the worker has room. */
const answering = (bus: Bus, { type, pool, takes, worker }: Answering) =>
  bus.pull({
    stream: streams.jobs.name,
    consumer: bellConsumer(type, pool),
    room: () => (takes() ? worker.room : 0),
    handle: async message => (takes() ? worker.take(attemptOf(message)) : putBack),
  });

/** Starts a connector; resolves when it has taken up what an earlier process left, and answers doorbells. */
export const startConnector = async (config: ConnectorConfig, connector: Connector): Promise<RunningService> => {
  const service = `connector-${connector.type}`;
  const unlock = await lockDirectory(config.DATA_DIRECTORY);
  reach('connector.process.locked');
  const { bus, blobs, kept, journal, secrets, workspaces } = await openAll(config, service);
  const { CONNECTOR_SLOTS: slots, CONNECTOR_POOL } = config;
  const pool = CONNECTOR_POOL as Pool;
  const platform = new NatsPlatform(bus, config.BEAT_MS);
  const { type } = connector;
  const tools = {
    bus,
    config,
    blobs,
    kept,
    platform,
    journal,
    connector: type,
    session: (): SessionId => worker.session,
  };
  const surrounded = new SurroundedConnector(
    new SceneKeeper(new PortTeller(connector, tellPorts(tools))),
    await standardArounds(tools),
  );
  let poke = (): void => undefined;
  const worker = new Worker(surrounded, platform, journal, workspaces, secrets, slots, () => poke());
  const admittance = new Admittance(() => poke());
  const parts = { platform, worker, workspaces, pool, slots, clock: new SystemClock(), admittance };
  const beatNow = () => beat(parts);
  const control = bus.subscribe(controlSubject(type, worker.session), one => obey({ worker, beat: beatNow }, one));
  await worker.recover();
  reach('connector.process.recovered');
  const stop = new AbortController();
  // Who can take nothing and has nothing is nobody to wait for: a step with a fall-back goes on elsewhere.
  const isSilent = () => !connector.isOpen && worker.busy === 0;
  const takes = () => connector.isOpen && admittance.isOpen;
  const beatNext = calmly(() => hasNothing(parts), beatNow);
  const beating = beatEvery(config.BEAT_MS, stop.signal, async () => (isSilent() ? undefined : beatNext()));
  const bells = answering(bus, { type, pool, takes, worker });
  poke = () => bells.poke();
  // The platform may not have been asked yet whether it should take any.
  connector.onOpen(() => void beat(parts).then(poke, untilTheNext));
  const heartbeat = startHeartbeat(bus, {
    service,
    pulse: () => ({ connector: type, pool, running: worker.busy, slots }),
  });
  const ops = await startOpsServer({ port: config.OPS_PORT, service, ready: readyWhen(bus) });
  const telling = tellOfWorkspaces(bus, { worker, workspaces, pool });
  const reaping = reapEvery(reapEveryMs, stop.signal, connector, journal);
  const told = [heartbeat, control, telling];
  const running = { connector, worker, bells, stop, ops, told, rounds: [beating, reaping] };
  return onceStopped(() => leave(config, { bus, blobs, unlock }, running));
};

/** Nothing to tell of, and nothing to be told of that nobody says by itself. */
const hasNothing = async ({ worker, admittance, workspaces }: BeatParts): Promise<boolean> =>
  worker.busy === 0 && admittance.isOpen && (await workspaces.list()).length === 0;

interface Running {
  connector: Connector;
  worker: Worker;
  bells: { stop(): Promise<void> };
  stop: AbortController;
  ops: { stop(): Promise<void> };
  /** What tells the platform of it, and what it is told by. */
  told: readonly { stop(): void }[];
  /** They end when `stop` says so. */
  rounds: readonly Promise<void>[];
}

/** What it runs on, and gives back last. */
interface Ground {
  bus: Bus;
  blobs: LazyBlobStore;
  unlock: () => Promise<void>;
}

/** Takes no more, finishes or hands back what it has, falls silent, and gives back what it ran on. */
const leave = async (config: ConnectorConfig, { bus, blobs, unlock }: Ground, running: Running): Promise<void> => {
  const { connector, worker, bells, stop, ops, told, rounds } = running;
  await bells.stop();
  await worker.leave(config.STOP_MODE === 'finish');
  stop.abort();
  for (const one of told) one.stop();
  await Promise.all(rounds);
  await connector.close();
  await Promise.all([ops.stop(), blobs.close()]);
  await bus.drain();
  await unlock();
};

const openAll = async (config: ConnectorConfig, name: string) => {
  const [bus, journal, secrets] = await Promise.all([
    Bus.connect({ url: config.NATS_URL, user: config.NATS_USER, password: config.NATS_PASSWORD, name }),
    Journal.open(config.DATA_DIRECTORY),
    HostSecrets.open(config.DATA_DIRECTORY),
  ]);
  const blobs = new LazyBlobStore(config.BLOBS_URL, { bus });
  const kept = new KeptWorkspaces(blobs);
  return {
    bus,
    blobs,
    kept,
    journal,
    secrets,
    workspaces: await Workspaces.open(config.DATA_DIRECTORY, kept, quotaOf(config)),
  };
};

const readyWhen = (bus: Bus) => async () => ({ ok: bus.connected, checks: { bus: bus.connected } });

const onceStopped = (leaves: () => Promise<void>): RunningService => {
  let stopping: Promise<void> | undefined;
  return { stop: () => (stopping ??= leaves()) };
};

/** The platform went away, or the machine was drained, after its room was told. */
const putBack = { kind: 'later', delayMs: 1_000 } as const;

const attemptOf = (message: BusMessage) => {
  // Anything at all may lie in the stream: what names no attempt must be buried at once, not tried again.
  const attemptId = message.json<Partial<Bell> | null>()?.attemptId;
  if (attemptId && isAttemptId(attemptId)) return attemptId;
  throw new Fault({ code: 'bad-bell', message: 'the doorbell names no attempt', blame: 'platform', retry: false });
};

/** Another beat follows in any case. */
const untilTheNext = (): void => undefined;

/** What cannot be carried out is said again by the next beat. */
const obey = ({ worker, beat: beatNow }: { worker: Worker; beat: () => Promise<void> }, message: BusMessage): void => {
  const { kind, attemptId, executionId } = message.json<Control>();
  const carryOut = async () => {
    if (kind === 'cancel' && attemptId) await worker.cancel(attemptId);
    if (kind === 'release' && executionId) await worker.release(executionId);
    if (kind === 'beat') await beatNow();
  };
  carryOut().catch((error: unknown) =>
    loggerOf(`connector-${worker.type}`).warn({ kind, error: reasonOf(error) }, 'order not carried out'),
  );
};
