import { get, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, type Millis, reasonOf, sleep } from '@switchyard/kernel';
import { startLeashed } from '../leashed.js';
import { findNatsServer } from './find-server.js';
import { type BusUser, readPermissions } from './permissions.js';
import { type Passwords, readPasswords, serverConfig } from './server-config.js';

export interface NatsServerOptions {
  /** Holds the configuration, the passwords, the streams and the log. */
  directory: string;
  /** Looked for, or fetched, unless given. */
  binary?: string;
  host?: string;
  /** Any free one unless given. */
  port?: number;
  /** Pools of connectors on top of `default`. */
  pools?: string[];
  /** Projects by the names of those who hear of one. */
  subscribers?: Record<string, string>;
  onProgress?: (line: string) => void;
  /** Called when it has been spawned, long before it is ready. */
  onSpawned?: () => void;
}

/** A running nats-server with JetStream, and one user per service. */
export interface NatsServer {
  readonly url: string;
  readonly pid: number;
  /** @throws Fault `unknown-bus-user` */
  credentials(user: string): { user: string; password: string };
  /** Resolves when it dies without being asked to. */
  readonly died: Promise<Fault>;
  /** Whether it says within the time that it is well, JetStream with it. */
  isWell(withinMs: Millis): Promise<boolean>;
  /** Ends it as a crash would; `died` resolves. */
  kill(): void;
  stop(): Promise<void>;
}

const readyWithinMs = 10_000;
const stopWithinMs = 5_000;
const largestLog = 16 * 1_048_576;

/**
 * Starts nats-server, which ends with this process at the latest.
 * @throws Fault `bus-directory`, `bus-not-started` (with the server's own last word) or `no-nats-server`.
 */
export const startNatsServer = async (options: NatsServerOptions): Promise<NatsServer> => {
  const { host = '127.0.0.1', port = -1, onProgress } = options;
  const [users, binary] = await Promise.all([
    readPermissions(options),
    options.binary ?? findNatsServer(onProgress ? { onProgress } : {}),
  ]);
  const place = await prepare(options.directory, { host, port, users });
  const server = await startLeashed([binary, '-c', place.config, '--ports_file_dir', place.ports], place.log);
  options.onSpawned?.();
  const ready = new AbortController();
  const places = await Promise.race([
    placesFrom(place.ports, ready.signal),
    server.exited.then(() => undefined),
    sleep(readyWithinMs, ready.signal).then(() => undefined),
  ]);
  ready.abort();
  if (!places) {
    const late = server.running;
    await server.stop(0);
    throw await notStarted(place.log, late);
  }
  let stopping = false;
  const died = server.exited.then(async () => (stopping ? new Promise<Fault>(() => undefined) : diedFault(place.log)));
  const stop = () => {
    stopping = true;
    return server.stop(stopWithinMs);
  };
  return {
    url: places.url.replace('0.0.0.0', '127.0.0.1'),
    pid: server.pid,
    credentials: user => credentialsOf(place.passwords, user),
    died,
    isWell: withinMs => isWell(places.monitoring, withinMs),
    kill: () => server.kill(),
    stop,
  };
};

interface Place {
  config: string;
  ports: string;
  log: string;
  passwords: Passwords;
}

const prepare = async (directory: string, facts: { host: string; port: number; users: BusUser[] }): Promise<Place> => {
  const home = join(directory, 'nats');
  const place = { config: join(home, 'nats.conf'), ports: join(home, 'ports'), log: join(home, 'server.log') };
  try {
    await rm(place.ports, { recursive: true, force: true });
    await mkdir(place.ports, { recursive: true, mode: 0o700 });
    const passwords = await readPasswords(home, facts.users);
    const storeDirectory = join(home, 'jetstream');
    await writeFile(place.config, serverConfig({ ...facts, storeDirectory, passwords }), { mode: 0o600 });
    const { size } = await stat(place.log).catch(() => ({ size: 0 }));
    if (size > largestLog) await truncate(place.log);
    return { ...place, passwords };
  } catch (cause) {
    const message = `the data directory ${directory} cannot be written: ${reasonOf(cause)}`;
    throw new Fault({
      code: 'bus-directory',
      message,
      blame: 'platform',
      retry: false,
      suggestions: ['choose another with --data'],
      cause,
    });
  }
};

/**
 * Asked for the state of its streams, which /healthz says nothing of: a stream that hangs answers this never.
 * Not with fetch, whose code takes longer to load than a server to start.
 */
const isWell = (monitoring: string, withinMs: Millis): Promise<boolean> =>
  new Promise(resolve => {
    const no = () => resolve(false);
    const hear = (answer: IncomingMessage) => {
      json(answer).then(said => resolve(answer.statusCode === 200 && (said as Said).disabled !== true), no);
    };
    get(`${monitoring}/jsz`, { signal: AbortSignal.timeout(withinMs) }, hear).on('error', no);
  });

interface Said {
  disabled?: boolean;
}

interface Places {
  url: string;
  monitoring: string;
}

/** The addresses in the file the server writes when it listens. */
const placesFrom = async (folder: string, signal: AbortSignal): Promise<Places | undefined> => {
  while (!signal.aborted) {
    const [name] = (await readdir(folder)).filter(file => file.endsWith('.ports'));
    const text = name ? await readFile(join(folder, name), 'utf8').catch(() => '') : '';
    const { nats: [url] = [], monitoring: [monitoring] = [] } = text ? safeParse(text) : {};
    if (url !== undefined && monitoring !== undefined) return { url, monitoring };
    await sleep(3, signal);
  }
  return undefined;
};

const safeParse = (text: string): { nats?: string[]; monitoring?: string[] } => {
  try {
    return JSON.parse(text) as { nats?: string[]; monitoring?: string[] };
  } catch {
    return {};
  }
};

const lastWord = async (file: string): Promise<string> => {
  const lines = (await readFile(file, 'utf8').catch(() => '')).trim().split('\n');
  return (lines.at(-1) ?? '').replace(/^\[\d+\] \S+ \S+ \[\w+\] /, '') || 'it said nothing';
};

const notStarted = async (log: string, late: boolean): Promise<Fault> =>
  new Fault({
    code: 'bus-not-started',
    message: `nats-server did not start: ${late ? `not ready after ${readyWithinMs / 1_000} s` : await lastWord(log)}`,
    blame: 'platform',
    retry: false,
    suggestions: [`its log is ${log}`],
  });

const diedFault = async (log: string): Promise<Fault> =>
  new Fault({
    code: 'bus-died',
    message: `nats-server died: ${await lastWord(log)}`,
    blame: 'platform',
    retry: true,
    suggestions: [`its log is ${log}`],
  });

const credentialsOf = (passwords: Passwords, user: string) => {
  const password = passwords[user];
  if (password) return { user, password };
  throw new Fault({
    code: 'unknown-bus-user',
    message: `infra/nats has no user ${user}`,
    blame: 'platform',
    retry: false,
  });
};
