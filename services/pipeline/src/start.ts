import { Bus, startBusService, startHeartbeat } from '@switchyard/bus';
import { startOpsServer } from '@switchyard/http';
import type { RunningService } from '@switchyard/kernel';
import { openCache, openStore } from '@switchyard/store';
import type { PipelineConfig } from './config.js';
import { listenToNews } from './in/pipeline-news.listener.js';
import { WorkerFileParser } from './out/worker-file-parser.js';
import { notifyPartsOf, startNotifying } from './notify-parts.js';
import { partsOf } from './parts.js';
import { PipelineModule } from './pipeline.module.js';
import { masterKeysOf, secretPartsOf } from './secret-parts.js';
import { startTriggers } from './start-triggers.js';

const service = 'pipeline';

/** Starts the service; resolves when it answers. */
export const startPipeline = async (config: PipelineConfig): Promise<RunningService> => {
  const masters = await masterKeysOf(config);
  const [bus, store, cache] = await Promise.all([
    Bus.connect({ url: config.NATS_URL, user: config.NATS_USER, password: config.NATS_PASSWORD, name: service }),
    openStore({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, service }),
    openCache({ redisUrl: config.REDIS_URL }),
  ]);
  const files = new WorkerFileParser();
  const secrets = secretPartsOf(store, masters);
  const parts = partsOf(bus, store, cache, files);
  const { pipelines, models } = parts;
  const needs = { pipelines, models, ...parts.triggers, secrets: secrets.reading };
  const notify = notifyPartsOf(bus, store, needs, config);
  await Promise.all([store.ensureIndexes(), store.clock.look()]);
  await parts.pipelines.prepare();
  const news = listenToNews(bus, parts.current, () => parts.triggers.soon.ring());
  const nest = await startBusService(PipelineModule.of(parts, secrets, notify), bus);
  const triggers = startTriggers(bus, store, parts.triggers, config);
  const notifying = startNotifying(bus, store.clock, notify, config);
  const heartbeat = startHeartbeat(bus, { service });
  const ready = async () => ({ ok: bus.connected, checks: { bus: bus.connected } });
  const ops = await startOpsServer({ port: config.OPS_PORT, service, ready });
  let stopping: Promise<void> | undefined;
  const leave = async () => {
    heartbeat.stop();
    await Promise.all([nest.close(), triggers.stop(), notifying.stop()]);
    news.stop();
    await ops.stop();
    await bus.drain();
    await Promise.all([store.close(), cache.close(), files.stop()]);
  };
  return { stop: () => (stopping ??= leave()) };
};
