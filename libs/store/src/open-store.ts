import { Fault, type Millis, outageOf, reasonOf } from '@switchyard/kernel';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import { ensureIndexes } from './ensure-indexes.js';
import { StoreClock } from './store-clock.js';
import { tellOfClosing } from './told-of-closing.js';

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
  /** Creates the indexes of every model made on the connection, where they are not there. */
  ensureIndexes(): Promise<void>;
  /** One round trip. */
  ping(): Promise<Millis>;
  close(): Promise<void>;
}

/** Operations wait this long for a server that is away: people wait for their answers. */
const selectionMs: Millis = 1_500;
/** A start waits longer: whoever starts everything at once starts the server too. */
const startPatienceMs: Millis = 5_000;
/** A server that went silent is known to be away after both together. */
const silence = { heartbeatFrequencyMS: 5_000, connectTimeoutMS: 5_000 };

/**
 * Connects. Every write is durable on a majority before it is acknowledged.
 * @throws Fault `store-unreachable` after five seconds without a server.
 */
export const openStore = async ({ uri, database, service }: StoreOptions): Promise<Store> => {
  tellOfClosing();
  const connection = mongoose.createConnection();
  const options = {
    dbName: database,
    appName: `switchyard-${service}`,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    serverSelectionTimeoutMS: selectionMs,
    ...silence,
    maxPoolSize: 16,
    writeConcern: { w: 'majority' as const, journal: true },
    retryWrites: true,
  };
  await reached(connection, uri, options).catch((cause: unknown) => {
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
    ensureIndexes: () => ensureIndexes(connection),
    ping: async () => {
      const start = performance.now();
      await connection.db?.command({ ping: 1 });
      return performance.now() - start;
    },
    close: () => connection.close(),
  };
};

const reached = async (connection: Connection, uri: string, options: ConnectOptions): Promise<void> => {
  for (const until = performance.now() + startPatienceMs; ;) {
    const failure = await connection.openUri(uri, options).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    if (!failure) return;
    if (!outageOf(failure.error) || performance.now() > until) throw failure.error;
  }
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
