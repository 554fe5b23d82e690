import { findMongod, startMongod, startStoreThread } from '@switchyard/embedded';
import { readSubscribers } from '@switchyard/contracts';
import type { Fault } from '@switchyard/kernel';
import { progress } from './announce.js';
import type { SingleNodeConfig } from './config.js';
import type { DataDirectory } from './data-directory.js';
import { KeptBus } from './kept-bus.js';
import { publishSubscribers } from './subscribers.js';

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

/**
 * Starts the bus and the store. What has started is stopped again when the other does not.
 * @param onSpawned called when the server of the bus is on its way, and this process has time for something else.
 */
export const layFoundation = async (
  directory: DataDirectory,
  config: SingleNodeConfig,
  port: number,
  onSpawned: () => void,
): Promise<Foundation> => {
  const [bus, store] = await Promise.allSettled([openBus(directory, config, onSpawned), openStore(directory, config)]);
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

/** The bus, with a user for each subscriber, who finds in a file of the data directory what to sign in with. */
const openBus = async (
  directory: DataDirectory,
  { EVENT_SUBSCRIBERS }: SingleNodeConfig,
  onSpawned: () => void,
): Promise<KeptBus> => {
  const all = readSubscribers(EVENT_SUBSCRIBERS);
  const subscribers = Object.fromEntries(all.map(({ name, project }) => [name, project]));
  const bus = await KeptBus.start({ directory: directory.path, subscribers, onProgress: progress, onSpawned });
  await publishSubscribers(directory, bus, all);
  return bus;
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
  const store = await startStoreThread({ directory: directory.under('store') });
  return { uri: store.uri, broken: store.broken, stop: () => store.close() };
};
