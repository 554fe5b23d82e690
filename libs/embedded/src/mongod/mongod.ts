import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { Fault, type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { type Leashed, startLeashed } from '../leashed.js';
import { programFolders } from '../nats/config.js';

/** A running mongod. */
export interface Mongod {
  readonly uri: string;
  readonly pid: number;
  /** Resolves when it dies without being asked to. */
  readonly died: Promise<Fault>;
  stop(): Promise<void>;
}

const readyWithinMs: Millis = 30_000;
/** It writes a checkpoint before it leaves. */
const stopWithinMs: Millis = 30_000;

/** The mongod of this machine, or undefined. */
export const findMongod = async (folders: string[] = programFolders()): Promise<string | undefined> => {
  for (const folder of folders) {
    const path = join(folder, 'mongod');
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return undefined;
};

/**
 * Starts mongod on a free loopback port; it ends with this process at the latest.
 * @throws Fault `store-not-started` with its own last word.
 */
export const startMongod = async (binary: string, directory: string): Promise<Mongod> => {
  const data = join(directory, 'mongod');
  const log = join(directory, 'mongod.log');
  await mkdir(data, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw notStarted(`the data directory ${data} cannot be written: ${reasonOf(cause)}`, cause);
  });
  const port = await freePort();
  const place = ['--dbpath', data, '--bind_ip', '127.0.0.1', '--port', String(port)];
  const server = await startLeashed([binary, ...place, '--nounixsocket'], log);
  if (!(await answers(port, server))) {
    await server.stop(0);
    throw notStarted(`mongod did not start: ${await lastWord(log)}`);
  }
  let stopping = false;
  const died = server.exited.then(async () =>
    stopping ? new Promise<Fault>(() => undefined) : notStarted(`mongod died: ${await lastWord(log)}`),
  );
  return {
    uri: `mongodb://127.0.0.1:${port}/?directConnection=true`,
    pid: server.pid,
    died,
    stop: () => {
      stopping = true;
      return server.stop(stopWithinMs);
    },
  };
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

const answers = async (port: number, server: Leashed): Promise<boolean> => {
  const until = performance.now() + readyWithinMs;
  while (server.running && performance.now() < until) {
    if (await listens(port)) return true;
    await sleep(20);
  }
  return false;
};

const listens = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    const tell = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', tell(true)).once('error', tell(false));
  });

const lastWord = async (file: string): Promise<string> =>
  (await readFile(file, 'utf8').catch(() => '')).trim().split('\n').at(-1) || 'it said nothing';

const notStarted = (message: string, cause?: unknown): Fault =>
  new Fault({
    code: 'store-not-started',
    message,
    blame: 'platform',
    retry: false,
    suggestions: ['set MONGODB_URI to a server that runs, or take mongod from PATH to use the embedded store'],
    cause,
  });
