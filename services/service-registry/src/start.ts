import { Bus, startBusService, startHeartbeat } from '@switchyard/bus';
import { startOpsServer } from '@switchyard/http';
import { type RunningService, SystemClock } from '@switchyard/kernel';
import { openStore } from '@switchyard/store';
import { Registry } from './app/registry.js';
import type { ServiceRegistryConfig } from './config.js';
import { hearHeartbeats } from './in/heartbeat.consumer.js';
import { MongoAgents } from './out/mongo-agents.js';
import { ServiceRegistryModule } from './service-registry.module.js';

const service = 'service-registry';

/** Starts the service; resolves when it answers. */
export const startServiceRegistry = async (config: ServiceRegistryConfig): Promise<RunningService> => {
  const [bus, store] = await Promise.all([
    Bus.connect({ url: config.NATS_URL, user: config.NATS_USER, password: config.NATS_PASSWORD, name: service }),
    openStore({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, service }),
  ]);
  const registry = new Registry(new MongoAgents(store.connection), new SystemClock());
  await store.ensureIndexes();
  await registry.restore();
  const hearing = hearHeartbeats(bus, registry);
  const nest = await startBusService(ServiceRegistryModule.of(registry), bus);
  const heartbeat = startHeartbeat(bus, { service });
  const ready = async () => ({ ok: bus.connected, checks: { bus: bus.connected } });
  const ops = await startOpsServer({ port: config.OPS_PORT, service, ready });
  let stopping: Promise<void> | undefined;
  const leave = async () => {
    heartbeat.stop();
    hearing.stop();
    await nest.close();
    await ops.stop();
    await bus.drain();
    await store.close();
  };
  return { stop: () => (stopping ??= leave()) };
};
