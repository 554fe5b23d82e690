import { Bus, startBusService, startHeartbeat } from '@switchyard/bus';
import { startOpsServer } from '@switchyard/http';
import type { RunningService } from '@switchyard/kernel';
import { openCache, openStore } from '@switchyard/store';
import { sweepBlobs } from './blob-parts.js';
import { keepCaches } from './cache-parts.js';
import type { ExecutionConfig } from './config.js';
import { ExecutionModule } from './execution.module.js';
import { hearAnsweredBells } from './in/answered-bells.js';
import { LogConsumer } from './in/log.consumer.js';
import { expireEvery } from './in/expiry.timer.js';
import { sweepEvery } from './in/sweep.timer.js';
import { partsOf } from './parts.js';

const service = 'execution';

/** Starts the service; resolves when it answers. */
export const startExecution = async (config: ExecutionConfig): Promise<RunningService> => {
  const [bus, store, cache] = await Promise.all([
    Bus.connect({ url: config.NATS_URL, user: config.NATS_USER, password: config.NATS_PASSWORD, name: service }),
    openStore({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, service }),
    openCache({ redisUrl: config.REDIS_URL }),
  ]);
  const parts = partsOf(bus, store, config, cache);
  await Promise.all([store.ensureIndexes(), parts.ports.streams.ensure(), store.clock.look()]);
  const nest = await startBusService(ExecutionModule.of(parts), bus);
  const logConsumer = new LogConsumer(bus, parts.storeLogs);
  const stop = new AbortController();
  const bells = hearAnsweredBells(bus, parts.bells);
  const sweep = async () => {
    await store.clock.look();
    await parts.sweep.run();
  };
  const sweeping = sweepEvery(sweep, config.SWEEP_MS, stop.signal);
  const expiring = expireEvery(() => parts.artifacts.expire.run(stop.signal), config.EXPIRY_SWEEP_MS, stop.signal);
  const caches = keepCaches(parts.blobs, parts.clock, config, stop.signal);
  const records = { artifacts: parts.artifacts.index, executions: parts.ports.executions };
  const blobs = sweepBlobs(parts.blobs, records, parts.clock, config, stop.signal);
  const counting = parts.statistics.countEarlier(stop.signal);
  const heartbeat = startHeartbeat(bus, { service });
  const ops = await startOpsServer({
    port: config.OPS_PORT,
    service,
    ready: async () => ({ ok: bus.connected, checks: { bus: bus.connected } }),
  });
  let stopping: Promise<void> | undefined;
  const leave = async () => {
    stop.abort();
    heartbeat.stop();
    parts.alarms.stop();
    parts.moves.stop();
    bells.stop();
    await Promise.all([logConsumer.stop(), sweeping, expiring, caches, blobs, counting, nest.close()]);
    await Promise.all([parts.publisher.idle(), parts.admissions.idle()]);
    await ops.stop();
    await parts.blobs.close();
    await bus.drain();
    await Promise.all([store.close(), cache.close()]);
  };
  return { stop: () => (stopping ??= leave()) };
};
