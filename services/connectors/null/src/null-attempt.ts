import { readFileSync, writeFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ending, RunningAttempt, SpoolReader } from '@switchyard/connector-kit';
import { type Millis, reach, sleep, unlessAborted } from '@switchyard/kernel';
import type { NullSpec } from './spec.js';

/** Between being asked to end and being killed. */
const graceMs: Millis = 10_000;

interface Deadline {
  timeoutMs?: Millis;
}

/** A step that runs nothing. Its start and its end are files, so that it outlives its connector. */
export class NullAttempt implements RunningAttempt {
  readonly log: SpoolReader;
  private readonly ended: Promise<Ending>;
  private end: ((ending: Ending) => void) | undefined;
  private readonly timers: NodeJS.Timeout[] = [];

  private constructor(
    private readonly directory: string,
    private readonly startedAt: Millis,
    private readonly spec: NullSpec,
    { timeoutMs }: Deadline,
  ) {
    this.log = logIn(directory, () => this.ended);
    this.ended = new Promise(resolve => (this.end = resolve));
    const done = endingIn(directory);
    if (done) this.end?.(done);
    else if (!spec.hang) this.after(startedAt + spec.sleep * 1_000, natural(spec));
    if (!done && timeoutMs !== undefined)
      this.after(startedAt + timeoutMs, { kind: 'timeout', failure: 'timeout', reason: 'stopped after its timeout' });
  }

  static start(directory: string, spec: NullSpec, deadline: Deadline): NullAttempt {
    const startedAt = Date.now();
    writeFileSync(join(directory, 'output'), outputOf(spec));
    reach('null.start.afterOutput');
    writeFileSync(join(directory, 'started'), String(startedAt), { flag: 'wx' });
    reach('null.start.afterStarted');
    return new NullAttempt(directory, startedAt, spec, deadline);
  }

  static async adopt(directory: string, spec: NullSpec, deadline: Deadline): Promise<NullAttempt | undefined> {
    const started = await readFile(join(directory, 'started'), 'utf8').catch(() => undefined);
    return started === undefined ? undefined : new NullAttempt(directory, Number(started), spec, deadline);
  }

  outcome(signal?: AbortSignal): Promise<Ending> {
    return unlessAborted(this.ended, signal);
  }

  async stop(): Promise<void> {
    const cancelled = { kind: 'cancelled', failure: 'cancelled', reason: 'cancelled' } as const;
    this.after(this.spec.ignoreSignals ? Date.now() + graceMs : 0, cancelled);
  }

  async kill(): Promise<void> {
    this.after(0, { kind: 'cancelled', failure: 'cancelled', reason: 'cancelled' });
  }

  async feed(): Promise<void> {
    // Nothing runs that could go on by itself.
  }

  private after(at: Millis, how: Omit<Ending, 'startedAt' | 'finishedAt' | 'droppedBytes'>): void {
    const finish = () => {
      for (const timer of this.timers) clearTimeout(timer);
      const ending: Ending = endingIn(this.directory) ?? {
        ...how,
        startedAt: this.startedAt,
        finishedAt: Date.now(),
        droppedBytes: 0,
      };
      reach('null.end.beforeRecord');
      writeFileSync(join(this.directory, 'ended'), JSON.stringify(ending));
      reach('null.end.afterRecord');
      this.end?.(ending);
    };
    const waitMs = at - Date.now();
    if (waitMs <= 0) finish();
    else this.timers.push(setTimeout(finish, waitMs));
  }
}

const natural = ({ exit, outputs }: NullSpec) => ({
  ...(exit === 0
    ? ({ kind: 'exited', exitCode: 0 } as const)
    : ({ kind: 'exited', exitCode: exit, failure: 'user', reason: `exit code ${exit}` } as const)),
  ...(outputs === undefined ? {} : { outputs }),
});

const outputOf = ({ print, lines }: NullSpec): string => {
  const numbered = Array.from({ length: lines }, (_, index) => `line ${index + 1}\n`);
  return (print === undefined ? '' : `${print}\n`) + numbered.join('');
};

const endingIn = (directory: string): Ending | undefined => {
  try {
    return JSON.parse(readFileSync(join(directory, 'ended'), 'utf8')) as Ending;
  } catch {
    return undefined;
  }
};

/** The whole output is there from the start. */
const logIn = (directory: string, ended: () => Promise<unknown>): SpoolReader => ({
  read: async (offset, maxBytes) => {
    const file = await open(join(directory, 'output'), 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, offset);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },
  changed: async signal => {
    const stop = new AbortController();
    await Promise.race([ended(), sleep(3_600_000, signal, stop.signal)]);
    stop.abort();
  },
});
