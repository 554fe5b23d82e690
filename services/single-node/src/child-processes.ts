import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Fault, type Millis, sleep, waitBefore } from '@switchyard/kernel';
import type { ServiceWord } from '@switchyard/http';
import { loggerOf } from '@switchyard/telemetry';
import { inherited } from './config.js';
import type { Environment, Host, Part, RunningPart } from './parts.js';

const stopWithinMs: Millis = 40_000;
const backoff = { initialMs: 100, factor: 2 };
/** Who lived this long starts again at once when it dies. */
const calmMs: Millis = 30_000;
const log = loggerOf('single-node');

/** Each service as a process of its own, started again when it dies, at the latest after `restartMaxMs`. They append to the log. */
export const childProcesses = (logFile: string, restartMaxMs: Millis): Host => ({
  start: async (part, environment) => {
    const supervised = new Supervised(part, environment, logFile, restartMaxMs);
    await supervised.begin();
    return supervised;
  },
});

class Supervised implements RunningPart {
  url?: string;
  private child: ChildProcess | undefined;
  private readonly stopping = new AbortController();
  private watching: Promise<void> = Promise.resolve();

  constructor(
    private readonly part: Part,
    private environment: Environment,
    private readonly logFile: string,
    private readonly restartMaxMs: Millis,
  ) {}

  /** @throws Fault what the service said when it could not start. */
  async begin(): Promise<void> {
    const url = await this.spawn();
    if (url) {
      this.url = url;
      // The same address after a restart.
      this.environment = { ...this.environment, HTTP_PORT: new URL(url).port };
    }
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.end();
    await this.watching;
    // One that was just being started again.
    await this.end();
  }

  private async end(): Promise<void> {
    const { child } = this;
    if (!child || !alive(child)) return;
    child.kill('SIGTERM');
    const late = new AbortController();
    await Promise.race([once(child, 'exit'), sleep(stopWithinMs, late.signal)]);
    late.abort();
    if (alive(child)) child.kill('SIGKILL');
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    for (let deaths = 0, bornAt = performance.now(); !signal.aborted; bornAt = performance.now()) {
      if (this.child && alive(this.child)) await once(this.child, 'exit');
      if (signal.aborted) return;
      deaths = performance.now() - bornAt > calmMs ? 1 : deaths + 1;
      log.error({ part: this.part.name, code: this.child?.exitCode, signal: this.child?.signalCode }, 'service died');
      const waitMs = waitBefore(deaths, { ...backoff, maxMs: this.restartMaxMs }, Math.random());
      await sleep(deaths === 1 ? 0 : waitMs, signal);
      if (!signal.aborted) await this.spawn().catch(() => undefined);
    }
  }

  private async spawn(): Promise<string | undefined> {
    const main = join(dirname(createRequire(import.meta.url).resolve(this.part.package)), 'main.js');
    const file = await open(this.logFile, 'a', 0o600);
    const child = spawn(process.execPath, [main], {
      env: { ...inherited(), ...this.environment },
      stdio: ['ignore', file.fd, file.fd, 'ipc'],
      // Ctrl-C in a terminal must leave the order of stopping to us.
      detached: true,
    });
    await file.close();
    this.child = child;
    const word = await Promise.race([
      once(child, 'message').then(([message]) => message as ServiceWord),
      once(child, 'exit').then(() => undefined),
    ]);
    if (word?.kind === 'ready') return word.url;
    throw faultOf(this.part, word);
  }
}

const alive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

const faultOf = ({ name }: Part, word: Exclude<ServiceWord, { kind: 'ready' }> | undefined): Fault =>
  new Fault({
    code: word?.code ?? 'service-died',
    message: word?.message ?? `${name} died while it was starting`,
    blame: 'platform',
    retry: false,
    suggestions: word?.suggestions ?? ['the log of the platform has more'],
  });
