import Docker from 'dockerode';
import { Fault, type Millis, reasonOf, sleep, waitBefore } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import type { EngineAddress } from './address.js';

/** What an engine answers with; `statusCode` is absent where there was no answer. */
export interface EngineError extends Error {
  statusCode?: number;
  code?: string;
}

const between = { here: 5_000, away: 500 } as const satisfies Record<string, Millis>;
/** One that has been away for long is asked less often: after this part of that time. */
const partOfAway = 0.1;
/** An engine that takes longer to say that it is there is not. */
const pingPatienceMs: Millis = 5_000;
const backoff = { initialMs: 100, factor: 1.6, maxMs: 2_000 };

/** Whether it gave no answer, or not all of it: nothing is known about what it did then. */
export const isAway = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null || error instanceof Fault) return false;
  const { statusCode, code, name, message } = error as EngineError;
  if (name === 'AbortError') return false;
  // What ssh says of itself has a level and no code.
  return statusCode === undefined && (typeof code === 'string' || 'level' in error || message === 'aborted');
};

export const statusOf = (error: unknown): number | undefined => (error as EngineError).statusCode;

/** An engine, which may be away at any time; `here` says whether it answered when it was last asked. */
export class Engine {
  readonly docker: Docker;
  here = false;
  /** Of the processors it runs on, as it calls it: `x86_64`. */
  architecture: string | undefined;
  private awaySince: Millis = performance.now();
  private readonly leaving = new AbortController();
  private readonly log = loggerOf('connector-docker');
  private watching: Promise<void> = Promise.resolve();
  private told: boolean | undefined;

  constructor(
    readonly address: EngineAddress,
    /** Called when it has come, or has come back. */
    private readonly came: () => void = () => undefined,
  ) {
    this.docker = new Docker(address.options);
  }

  /** Looks whether it is there, at once and from then on. Resolves after the first look, whatever it shows. */
  async watch(): Promise<void> {
    await this.look();
    this.watching = this.keepLooking();
  }

  async close(): Promise<void> {
    this.leaving.abort();
    await this.watching;
  }

  /** Asks until there is an answer, also an unwelcome one. Rejects with it, or when the signal aborts. */
  async insist<T>(ask: (docker: Docker) => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      signal?.throwIfAborted();
      try {
        return await ask(this.docker);
      } catch (error) {
        signal?.throwIfAborted();
        if (!isAway(error)) throw error;
        if (this.leaving.signal.aborted) throw error;
      }
      await sleep(waitBefore(attempt, backoff, Math.random()), signal, this.leaving.signal);
    }
  }

  private async keepLooking(): Promise<void> {
    const { signal } = this.leaving;
    while (!signal.aborted) {
      await sleep(this.waitMs, signal);
      if (!signal.aborted) await this.look();
    }
  }

  /** How long nobody has heard of it; 0 while it is there. */
  get awayForMs(): Millis {
    return this.here ? 0 : performance.now() - this.awaySince;
  }

  private get waitMs(): Millis {
    if (this.here) return between.here;
    return Math.min(between.here, Math.max(between.away, this.awayForMs * partOfAway));
  }

  private async ping(): Promise<void> {
    const late = new AbortController();
    const patience = sleep(pingPatienceMs, late.signal).then(() => {
      if (!late.signal.aborted) throw new Error(`no answer within ${String(pingPatienceMs / 1_000)} s`);
    });
    await Promise.race([this.docker.ping(), patience]).finally(() => late.abort());
  }

  private async look(): Promise<void> {
    const was = this.here;
    try {
      await this.ping();
      this.architecture ??= (await this.docker.version()).Arch;
      this.here = true;
    } catch (error) {
      if (this.here) this.awaySince = performance.now();
      this.here = false;
      if (this.told !== false && !this.leaving.signal.aborted)
        this.log.warn({ engine: this.address.name, error: reasonOf(error) }, 'no engine: steps wait until it is there');
    }
    if (this.here && this.told === false) this.log.info({ engine: this.address.name }, 'the engine is there');
    this.told = this.here;
    if (this.here && !was) this.came();
  }
}
