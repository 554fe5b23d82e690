import { Fault } from '@switchyard/kernel';
import { createServer, type Server, type Socket } from 'node:net';
import { type AddressInfo } from 'node:net';
import { Catalog } from './catalog/catalog.js';
import { Commands } from './commands/answer.js';
import { FailPoints } from './commands/fail-points.js';
import { Keyspace } from './keyspace/keyspace.js';
import { Cursors } from './query/cursors.js';
import { Connection } from './wire/connection.js';
import { Documents } from './write/documents.js';
import { Expiry } from './write/expiry.js';
import { Retries } from './write/retries.js';

export interface EmbeddedStoreOptions {
  /** Where the data lies; made if missing. One server at a time. */
  directory: string;
  /** 0, the default, takes a free one. */
  port?: number;
  /** Loopback unless told otherwise: the store asks nobody who they are. */
  host?: string;
  /** For tests: lets clients configure MongoDB's `failCommand`. */
  failPoints?: boolean;
}

export interface EmbeddedStore {
  /** What mongoose or a MongoDB driver connects to. */
  readonly uri: string;
  readonly port: number;
  /** Answers what was asked, closes every connection and the files. */
  close(): Promise<void>;
}

/** How often expired documents, cursors and retry records are looked for. */
const SWEEP_MS = 15_000;

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        new Fault({
          code: 'store-port-unusable',
          message: `the embedded store cannot listen on ${host}:${port}: ${cause.code === 'EADDRINUSE' ? 'the port is taken' : cause.message}`,
          blame: 'platform',
          retry: false,
          suggestions: ['choose another port, or 0 for any free one'],
          cause,
        }),
      );
    });
    server.listen(port, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

/** Starts a server on `directory` that speaks MongoDB's wire protocol. */
export const startEmbeddedStore = async (options: EmbeddedStoreOptions): Promise<EmbeddedStore> => {
  const host = options.host ?? '127.0.0.1';
  const now = (): number => Date.now();
  const keyspace = Keyspace.open(options.directory, () => {
    catalog.reload();
  });
  const catalog: Catalog = new Catalog(keyspace);
  const documents = new Documents(keyspace, catalog);
  const cursors = new Cursors(now);
  const retries = new Retries(keyspace, now);
  const expiry = new Expiry(keyspace, catalog, documents, now);
  const failPoints = new FailPoints(options.failPoints ?? false);
  let address = host;
  const store = { keyspace, catalog, documents, cursors, failPoints, address: () => address };
  const commands = new Commands(store, retries, () => undefined);

  const connections = new Set<Connection>();
  let lastConnection = 0;
  const server = createServer((socket: Socket) => {
    const connection = new Connection(socket, commands.answer, (lastConnection += 1));
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  const port = await listen(server, options.port ?? 0, host);
  address = `${host}:${port}`;
  let sweeping: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    cursors.expire();
    sweeping = expiry.sweep().then(() =>
      keyspace.write(() => {
        retries.expire();
      }),
    );
  }, SWEEP_MS);
  timer.unref();
  return {
    port,
    uri: `mongodb://${address}/?directConnection=true`,
    close: async () => {
      clearInterval(timer);
      server.close();
      await Promise.all([...connections].map(connection => connection.close()));
      await sweeping;
      await keyspace.close();
    },
  };
};
