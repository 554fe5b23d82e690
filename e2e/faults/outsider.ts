import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type House, root } from '../house.js';

const mains = {
  execution: 'services/execution/dist/main.js',
  gateway: 'services/gateway/dist/main.js',
  pipeline: 'services/pipeline/dist/main.js',
  'connector-shell': 'services/connectors/shell/dist/main.js',
  'connector-null': 'services/connectors/null/dist/main.js',
} as const;

type Service = keyof typeof mains;

/** Where the bus of a house listens. */
export const busOf = async (house: House): Promise<string> => {
  const folder = join(house.data, 'nats/ports');
  const [name = ''] = (await readdir(folder)).filter(file => file.endsWith('.ports'));
  const { nats } = JSON.parse(await readFile(join(folder, name), 'utf8')) as { nats: [string] };
  return nats[0];
};

export const credentialsOf = async (house: House, user: string): Promise<{ user: string; password: string }> => {
  const users = JSON.parse(await readFile(join(house.data, 'nats/users.json'), 'utf8')) as Record<string, string>;
  return { user, password: users[user] ?? '' };
};

export interface OutsiderOptions {
  /** Instead of the house's own bus: a line to it. */
  bus?: string;
  /** Only services that keep state need one. */
  store?: string;
  /** Of a connector; one of its own, removed at the end, unless given. */
  data?: string;
  environment?: Record<string, string>;
}

/** One more process of a service, beside those a house has started. */
export class Outsider {
  private constructor(
    readonly data: string,
    private readonly child: ChildProcess,
    readonly url: string | undefined,
    private readonly own: boolean,
  ) {}

  static async start(house: House, service: Service, options: OutsiderOptions = {}): Promise<Outsider> {
    const data = options.data ?? (await mkdtemp(join(tmpdir(), `yard-${service}-`)));
    const { user, password } = await credentialsOf(house, service);
    const environment = {
      NATS_URL: options.bus ?? (await busOf(house)),
      NATS_USER: user,
      NATS_PASSWORD: password,
      DATA_DIRECTORY: data,
      YARD_TOKEN: house.authorization.authorization.replace('Bearer ', ''),
      HTTP_PORT: '0',
      BLOBS_URL: pathToFileURL(join(house.data, 'blobs')).href,
      ...(options.store ? { MONGODB_URI: options.store } : {}),
      ...options.environment,
    };
    const log = await open(join(house.data, 'logs', `outsider-${service}.log`), 'a');
    const child = spawn(process.execPath, [join(root, mains[service])], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    await log.close();
    const word = await Promise.race([
      once(child, 'message').then(([message]) => message as { kind: string; url?: string; message?: string }),
      once(child, 'exit').then(() => ({ kind: 'died', url: undefined, message: `${service} died at its start` })),
    ]);
    if (word.kind !== 'ready') throw new Error(word.message);
    return new Outsider(data, child, word.url, options.data === undefined);
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.alive) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  /** Ends it at once, with what it has started. */
  async stop(): Promise<void> {
    await this.end('SIGKILL');
    await killAllOf(this.data);
    if (this.own) await rm(this.data, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Kills every process that works in the directory: shims and what their steps have started. */
export const killAllOf = async (directory: string): Promise<void> => {
  const pids = (await readdir('/proc')).filter(name => /^\d+$/.test(name) && Number(name) !== process.pid);
  for (const pid of pids) {
    const facts = await Promise.all(
      ['cmdline', 'environ'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
    );
    if (!facts.some(text => text.includes(`${directory}/`))) continue;
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended in between.
    }
  }
};
