import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, reasonOf, sleep } from '@switchyard/kernel';
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
  onProgress?: (line: string) => void;
}

/** A running nats-server with JetStream, and one user per service. */
export interface NatsServer {
  readonly url: string;
  readonly pid: number;
  /** @throws Fault `unknown-bus-user` */
  credentials(user: string): { user: string; password: string };
  /** Resolves when it dies without being asked to. */
  readonly died: Promise<Fault>;
  stop(): Promise<void>;
}

const readyWithinMs = 10_000;
const stopWithinMs = 5_000;
const largestLog = 16 * 1_048_576;

/**
 * Ties the server to this process: when the other end of the pipe closes, also by `kill -9`, the server is stopped.
 * $1 = binary, $2 = configuration, $3 = folder for the file that tells the port.
 */
const leash = `exec 3<&0
"$1" -c "$2" --ports_file_dir "$3" 3<&- </dev/null &
server=$!
( cat <&3 >/dev/null; kill -TERM $server 2>/dev/null ) &
watcher=$!
wait $server
code=$?
kill $watcher 2>/dev/null
exit $code`;

/**
 * Starts nats-server, which ends with this process at the latest.
 * @throws Fault `bus-directory`, `bus-not-started` (with the server's own last word) or `no-nats-server`.
 */
export const startNatsServer = async (options: NatsServerOptions): Promise<NatsServer> => {
  const { host = '127.0.0.1', port = -1, onProgress } = options;
  const [users, binary] = await Promise.all([
    readPermissions(options.pools),
    options.binary ?? findNatsServer(onProgress ? { onProgress } : {}),
  ]);
  const place = await prepare(options.directory, { host, port, users });
  const log = await open(place.log, 'a');
  const child = spawn('/bin/sh', ['-c', leash, 'nats-server', binary, place.config, place.ports], {
    stdio: ['pipe', log.fd, log.fd],
    // Its own process group: Ctrl-C in a terminal must leave the order of stopping to us.
    detached: true,
  });
  await log.close();
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const ready = new AbortController();
  const url = await Promise.race([
    portFrom(place.ports, ready.signal),
    exited.then(() => undefined),
    sleep(readyWithinMs, ready.signal),
  ]);
  ready.abort();
  if (typeof url !== 'string') {
    child.stdin?.end();
    throw await notStarted(place.log, url === undefined && child.exitCode === null);
  }
  let stopping = false;
  const died = exited.then(async () => (stopping ? new Promise<Fault>(() => undefined) : diedFault(place.log)));
  const stop = async () => {
    stopping = true;
    child.stdin?.end();
    const late = new AbortController();
    await Promise.race([exited, sleep(stopWithinMs, late.signal)]);
    late.abort();
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGKILL');
  };
  return {
    url: url.replace('0.0.0.0', '127.0.0.1'),
    pid: child.pid ?? 0,
    credentials: user => credentialsOf(place.passwords, user),
    died,
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

/** The address in the file the server writes when it listens. */
const portFrom = async (folder: string, signal: AbortSignal): Promise<string | undefined> => {
  while (!signal.aborted) {
    const [name] = (await readdir(folder)).filter(file => file.endsWith('.ports'));
    const text = name ? await readFile(join(folder, name), 'utf8').catch(() => '') : '';
    const [url] = (text ? (safeParse(text).nats ?? []) : []) as string[];
    if (url) return url;
    await sleep(3, signal);
  }
  return undefined;
};

const safeParse = (text: string): { nats?: string[] } => {
  try {
    return JSON.parse(text) as { nats?: string[] };
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
