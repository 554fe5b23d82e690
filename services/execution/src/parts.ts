import { LazyBlobStore } from '@switchyard/blobs';
import type { Bus } from '@switchyard/bus';
import { readSubscribers } from '@switchyard/contracts';
import { type Millis, reasonOf } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Cache, Store } from '@switchyard/store';
import { artifactPartsOf } from './artifact-parts.js';
import { AdmissionTrouble, AdmitExecutions } from './app/admit-executions.js';
import { Alarms } from './app/alarms.js';
import { Bells, BellTrouble } from './app/bells.js';
import { Committed, ExecutionWriter } from './app/execution-writer.js';
import { KeepConnectors } from './app/keep-connectors.js';
import { MoveSteps, MoveTrouble } from './app/move-steps.js';
import { PublishEvents, PublishTrouble } from './app/publish-events.js';
import { Silences } from './app/silences.js';
import { StoreLogs } from './app/store-logs.js';
import { Survey } from './app/survey.js';
import { Sweep } from './app/sweep.js';
import { Vacancies } from './app/vacancies.js';
import type { ExecutionConfig } from './config.js';
import { logReader } from './in/log.consumer.js';
import { MongoEndedRuns } from './out/mongo-ended-runs.js';
import { MongoExecutions } from './out/mongo-executions.js';
import { MongoGroups } from './out/mongo-groups.js';
import { MongoHistory } from './out/mongo-history.js';
import { MongoLogs } from './out/mongo-logs.js';
import { MongoDrains } from './out/mongo-drains.js';
import { MongoSessions } from './out/mongo-sessions.js';
import { NatsFeed } from './out/nats-feed.js';
import { NatsNudge } from './out/nats-nudge.js';
import { NatsOutside } from './out/nats-outside.js';
import { NatsSecrets } from './out/nats-secrets.js';
import { NatsStreams } from './out/nats-streams.js';
import { statisticsPartsOf } from './statistics-parts.js';

const log = loggerOf('execution');

class LogTrouble extends PublishTrouble {
  note(executionId: string, error: unknown): void {
    log.warn({ executionId, error: reasonOf(error) }, 'events not published yet');
  }
}

class LogAdmissionTrouble extends AdmissionTrouble {
  note(group: string, error: unknown): void {
    log.warn({ group, error: reasonOf(error) }, 'group not looked at yet');
  }
}

class LogBellTrouble extends BellTrouble {
  note(attemptId: string, error: unknown): void {
    log.warn({ attemptId, error: reasonOf(error) }, 'doorbell not rung');
  }
}

class LogMoveTrouble extends MoveTrouble {
  note(attemptId: string, error: unknown): void {
    log.warn({ attemptId, error: reasonOf(error) }, 'pool not looked at yet');
  }
}

class Everyone extends Committed {
  constructor(private readonly listeners: Committed[]) {
    super();
  }

  tell(stored: Parameters<Committed['tell']>[0]): void {
    for (const listener of this.listeners) listener.tell(stored);
  }
}

/** Told of commits as they happen here; those of other processes are heard on the bus. */
class HearOwn extends Committed {
  constructor(private readonly bells: Bells) {
    super();
  }

  tell({ outbox }: Parameters<Committed['tell']>[0]): void {
    for (const event of outbox) this.bells.heard(event);
  }
}

const portsOf = (
  bus: Bus,
  { connection, clock }: Pick<Store, 'connection' | 'clock'>,
  bells: Bells,
  config: ExecutionConfig,
) => ({
  executions: new MongoExecutions(connection),
  ended: new MongoEndedRuns(connection),
  groups: new MongoGroups(connection),
  history: new MongoHistory(connection),
  sessions: new MongoSessions(connection),
  drains: new MongoDrains(connection),
  nudge: new NatsNudge(bus),
  logs: new MongoLogs(connection),
  streams: new NatsStreams(bus, clock, logReader, config.BLOBS_URL, readSubscribers(config.EVENT_SUBSCRIBERS)),
  outside: bells,
  feed: new NatsFeed(bus),
  secrets: new NatsSecrets(bus),
});

/** Everything the service is made of, wired. */
export const partsOf = (bus: Bus, { connection, clock }: Store, config: ExecutionConfig, cache: Cache) => {
  const sweepMs: Millis = config.SWEEP_MS;
  const isVacant = (pool: Parameters<Vacancies['known']>[0]) => vacancies.known(pool) >= config.FALLBACK_AFTER_MS;
  const bells = new Bells(new NatsOutside(bus), new LogBellTrouble(), clock, 3 * sweepMs, isVacant);
  const ports = portsOf(bus, { connection, clock }, bells, config);
  const { executions, groups } = ports;
  const publisher = new PublishEvents(executions, ports.history, ports.feed, bells, new LogTrouble(), ports.ended);
  const alarms = new Alarms(clock);
  const admissions = new AdmitExecutions(executions, groups, new LogAdmissionTrouble(), Math.random);
  const silences = new Silences(clock);
  const vacancies = new Vacancies(ports.sessions, silences, clock);
  const moves = new MoveSteps(vacancies, new LogMoveTrouble(), config.FALLBACK_AFTER_MS);
  const everyone = new Everyone([new HearOwn(bells), publisher, alarms, admissions, moves]);
  const writer = new ExecutionWriter(executions, everyone, clock, Math.random);
  for (const part of [publisher, alarms, admissions, moves]) part.serve(writer);
  const leaseMs: Millis = config.LEASE_TTL_MS;
  const sweep = new Sweep(ports, { writer, publisher, admissions, moves, silences }, clock, {
    ringAgainMs: sweepMs,
    lostAfterMs: leaseMs + config.LEASE_GRACE_MS,
  });
  const survey = new Survey(ports, silences, clock, config.UNREACHABLE_MS);
  const storeLogs = new StoreLogs(ports.logs);
  const { WORKSPACE_KEPT_MS: workspaceKeptMs } = config;
  const blobs = new LazyBlobStore(config.BLOBS_URL, { bus });
  const artifacts = artifactPartsOf(connection, clock, { writer, blobs }, config);
  const statistics = statisticsPartsOf(connection, clock, ports.ended, cache);
  const connectors = new KeepConnectors(ports, clock, config.UNREACHABLE_MS);
  const served = { artifacts, statistics, blobs, survey, clock, leaseMs, workspaceKeptMs, storeLogs, connectors };
  return { ports, bells, publisher, alarms, admissions, moves, writer, sweep, ...served };
};

export type Parts = ReturnType<typeof partsOf>;
