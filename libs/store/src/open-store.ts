import { Fault, type Millis, reasonOf } from '@switchyard/kernel';
import mongoose, { type Connection } from 'mongoose';
import { StoreClock } from './store-clock.js';

export interface StoreOptions {
  uri: string;
  database: string;
  /** Shown to the server, for its logs. */
  service: string;
}

/** One service's connection to MongoDB. */
export interface Store {
  readonly connection: Connection;
  /** Set by the first look, which is the caller's. */
  readonly clock: StoreClock;
  /** Creates the indexes of every model made on the connection. */
  ensureIndexes(): Promise<void>;
  /** One round trip. */
  ping(): Promise<Millis>;
  close(): Promise<void>;
}

/**
 * Connects. Every write is durable on a majority before it is acknowledged.
 * @throws Fault `store-unreachable` after five seconds without a server.
 */
export const openStore = async ({ uri, database, service }: StoreOptions): Promise<Store> => {
  const connection = mongoose.createConnection(uri, {
    dbName: database,
    appName: `switchyard-${service}`,
    autoIndex: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: 5_000,
    maxPoolSize: 16,
    writeConcern: { w: 'majority', journal: true },
    retryWrites: true,
  });
  await connection.asPromise().catch((cause: unknown) => {
    throw new Fault({
      code: 'store-unreachable',
      message: `${service} cannot reach MongoDB at ${withoutPassword(uri)}: ${reasonOf(cause)}`,
      blame: 'platform',
      retry: true,
      suggestions: ['check MONGODB_URI, and that the server runs'],
      cause,
    });
  });
  return {
    connection,
    clock: new StoreClock(async () => {
      const hello = await connection.db?.admin().command({ hello: 1 });
      return (hello?.['localTime'] as Date | undefined)?.getTime() ?? Date.now();
    }),
    ensureIndexes: async () => {
      await Promise.all(Object.values(connection.models).map(model => model.createIndexes()));
    },
    ping: async () => {
      const start = performance.now();
      await connection.db?.command({ ping: 1 });
      return performance.now() - start;
    },
    close: () => connection.close(),
  };
};

const withoutPassword = (uri: string) => uri.replace(/\/\/[^@/]*@/, '//…@');

/** Whether a write failed because a unique key was there already, and for no other reason. */
export const isDuplicateKey = (error: unknown): boolean => {
  const { code, writeErrors } = error as { code?: unknown; writeErrors?: { code?: unknown }[] };
  if (Array.isArray(writeErrors) && writeErrors.length > 0) return writeErrors.every(one => one.code === duplicateKey);
  return code === duplicateKey;
};

/** MongoDB's DuplicateKey. */
const duplicateKey = 11_000;
