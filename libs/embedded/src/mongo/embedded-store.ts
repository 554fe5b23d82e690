import { Fault } from '@switchyard/kernel';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { openEngine } from './engine.js';
import { Connections } from './wire/connections.js';

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

const LOOPBACK = '127.0.0.1';

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
  const host = options.host ?? LOOPBACK;
  const engine = openEngine(options);
  const connections = new Connections(engine.commands.answer);
  const server = createServer(socket => {
    connections.accept(socket);
  });
  const closeEngine = engine.close;
  const port = await listen(server, options.port ?? 0, host).catch(async (thrown: unknown) => {
    await closeEngine();
    throw thrown;
  });
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  engine.setAddress(address);
  return {
    port,
    uri: `mongodb://${address}/?directConnection=true`,
    close: async () => {
      server.close();
      await connections.close();
      await closeEngine();
    },
  };
};
