import type { Bus } from '@switchyard/bus';
import { type Clock, type Millis, reasonOf, SystemClock } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { Store } from '@switchyard/store';
import { Alarms } from './app/alarms.js';
import { Committed, ExecutionWriter } from './app/execution-writer.js';
import { PublishEvents, PublishTrouble } from './app/publish-events.js';
import { StoreLogs } from './app/store-logs.js';
import { Sweep } from './app/sweep.js';
import type { ExecutionConfig } from './config.js';
import { logReader } from './in/log.consumer.js';
import { MongoExecutions } from './out/mongo-executions.js';
import { MongoHistory } from './out/mongo-history.js';
import { MongoLogs } from './out/mongo-logs.js';
import { MongoSessions } from './out/mongo-sessions.js';
import { NatsFeed } from './out/nats-feed.js';
import { NatsOutside } from './out/nats-outside.js';
import { NatsStreams } from './out/nats-streams.js';

const log = loggerOf('execution');

class LogTrouble extends PublishTrouble {
  note(executionId: string, error: unknown): void {
    log.warn({ executionId, error: reasonOf(error) }, 'events not published yet');
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

/** Everything the service is made of, wired. */
export const partsOf = (bus: Bus, { connection }: Store, config: ExecutionConfig) => {
  const clock: Clock = new SystemClock();
  const ports = {
    executions: new MongoExecutions(connection),
    history: new MongoHistory(connection),
    sessions: new MongoSessions(connection),
    logs: new MongoLogs(connection),
    streams: new NatsStreams(bus, logReader),
    outside: new NatsOutside(bus),
    feed: new NatsFeed(bus),
  };
  const publisher = new PublishEvents(ports.executions, ports.history, ports.feed, ports.outside, new LogTrouble());
  const alarms = new Alarms(clock);
  const writer = new ExecutionWriter(ports.executions, new Everyone([publisher, alarms]), clock, Math.random);
  publisher.serve(writer);
  alarms.serve(writer);
  const leaseMs: Millis = config.LEASE_TTL_MS;
  const sweep = new Sweep(ports, writer, publisher, clock, {
    ringAgainMs: config.SWEEP_MS,
    lostAfterMs: leaseMs + config.LEASE_GRACE_MS,
  });
  const { WORKSPACE_KEPT_MS: workspaceKeptMs } = config;
  const storeLogs = new StoreLogs(ports.logs);
  return { ports, publisher, alarms, writer, sweep, clock, leaseMs, workspaceKeptMs, storeLogs };
};

export type Parts = ReturnType<typeof partsOf>;
