import { findMongod, type NatsServer, startEmbeddedStore, startMongod, startNatsServer } from '@switchyard/embedded';
import { type Fault, type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { progress } from './announce.js';
import type { SingleNodeConfig } from './config.js';
import type { DataDirectory } from './data-directory.js';

/** What every service stands on. */
export interface Foundation {
  directory: DataDirectory;
  config: SingleNodeConfig;
  /** Of the API; 0 = any free one. */
  port: number;
  mongodbUri: string;
  natsUrl: string;
  credentials(user: string): { user: string; password: string };
  /** Resolves when it cannot carry the services any more. */
  broken: Promise<Fault>;
  stop(): Promise<void>;
}

/** A server that dies more often than this in a row is not started again. */
const mostDeaths = 5;
const calmMs: Millis = 10_000;

/** Starts the bus and the store. What has started is stopped again when the other does not. */
export const layFoundation = async (
  directory: DataDirectory,
  config: SingleNodeConfig,
  port: number,
): Promise<Foundation> => {
  const [bus, store] = await Promise.allSettled([keepBus(directory.path), openStore(directory, config)]);
  if (bus.status === 'fulfilled' && store.status === 'fulfilled')
    return {
      directory,
      config,
      port,
      mongodbUri: store.value.uri,
      natsUrl: bus.value.url,
      credentials: user => bus.value.credentials(user),
      broken: Promise.race([bus.value.broken, store.value.broken]),
      stop: async () => {
        await bus.value.stop();
        await store.value.stop();
      },
    };
  for (const part of [bus, store]) if (part.status === 'fulfilled') await part.value.stop();
  throw bus.status === 'rejected' ? bus.reason : (store as PromiseRejectedResult).reason;
};

interface Store {
  uri: string;
  broken: Promise<Fault>;
  stop(): Promise<void>;
}

const never = new Promise<Fault>(() => undefined);

/** The one that is named, else a mongod of this machine, else the embedded one. */
const openStore = async (directory: DataDirectory, { MONGODB_URI }: SingleNodeConfig): Promise<Store> => {
  if (MONGODB_URI) return { uri: MONGODB_URI, broken: never, stop: () => Promise.resolve() };
  const binary = await findMongod();
  if (binary) {
    progress(`starting ${binary}`);
    const mongod = await startMongod(binary, directory.path);
    return { uri: mongod.uri, broken: mongod.died, stop: () => mongod.stop() };
  }
  const store = await startEmbeddedStore({ directory: directory.under('store') });
  return { uri: store.uri, broken: never, stop: () => store.close() };
};

/** A nats-server that is started again on its port when it dies; clients reconnect by themselves. */
const keepBus = async (directory: string) => {
  const first = await startNatsServer({ directory, onProgress: progress });
  const port = Number(new URL(first.url).port);
  let current: NatsServer = first;
  let stopping = false;
  const watch = async (): Promise<Fault> => {
    let deaths = 0;
    for (let startedAt = performance.now(); ; startedAt = performance.now()) {
      const death = await current.died;
      deaths = performance.now() - startedAt > calmMs ? 1 : deaths + 1;
      if (stopping) return never;
      if (deaths > mostDeaths) return death;
      loggerOf('single-node').error({ error: reasonOf(death), deaths }, 'bus died, starting it again');
      await sleep(100 * deaths);
      current = await startNatsServer({ directory, port });
    }
  };
  const broken = watch().catch((error: unknown) => error as Fault);
  return {
    url: first.url,
    credentials: (user: string) => first.credentials(user),
    broken,
    stop: () => {
      stopping = true;
      return current.stop();
    },
  };
};
