import { type Millis, sleep } from '@switchyard/kernel';
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CgroupPlace } from './cgroup.js';
import { type JobOrder } from './job-text.js';
import { refusedIn } from './process-limit.js';
import { killLeftovers, parentOf, processesOf, signalAll } from './leftovers.js';

export type Cause = 'timeout' | 'cancelled' | 'fenced';

/** How the command itself ended. */
export interface CommandEnd {
  exitCode?: number;
  signal?: NodeJS.Signals;
  error?: string;
  failedAt?: 'command' | 'directory';
}

/** How often to ask whether everything has gone while it is being stopped. */
const askAgainMs: Millis = 20;

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const spawnFailure = (job: JobOrder, error: NodeJS.ErrnoException): CommandEnd => ({
  error: error.code ?? 'EIO',
  failedAt: isDirectory(job.workingDirectory) ? 'command' : 'directory',
});

/** The child is born where its parent stands, so that nothing it starts can be outside. */
const inGroup = (group: CgroupPlace | undefined, act: () => ChildProcess): ChildProcess => {
  if (!group) return act();
  const enter = (path: string) => writeFileSync(join(path, 'cgroup.procs'), String(process.pid), { flag: 'r+' });
  const groups = [...new Set([group.path, group.pids ?? group.path])];
  groups.forEach(enter);
  try {
    return act();
  } finally {
    groups.map(path => dirname(path)).forEach(enter);
  }
};

/** A running command and everything it started. */
export class NodeStep {
  cause: Cause | undefined;
  /** How often it asked for one process more than it may have. */
  refusedProcesses: number | undefined;
  readonly ended: Promise<CommandEnd>;
  private readonly child: ChildProcess | undefined;
  private readonly stopAsked = Promise.withResolvers<undefined>();
  private readonly killAsked = new AbortController();

  constructor(
    private readonly directory: string,
    private readonly job: JobOrder,
    output: number,
  ) {
    const [program = '', ...options] = job.argv;
    const { environment: env, workingDirectory: cwd } = job;
    try {
      const child = inGroup(job.cgroup, () =>
        spawn(program, options, { env, cwd, detached: true, stdio: ['ignore', output, output] }),
      );
      this.child = child;
      this.ended = new Promise(resolve => {
        child.once('error', error => resolve(spawnFailure(job, error)));
        child.once('exit', (code, signal) => resolve(signal ? { signal } : { exitCode: code ?? 0 }));
      });
    } catch (error) {
      this.ended = Promise.resolve(spawnFailure(job, error as NodeJS.ErrnoException));
    }
  }

  /** The first cause wins; the step's own end wins over all. */
  stop(cause: Cause): void {
    this.cause ??= cause;
    this.stopAsked.resolve(undefined);
  }

  kill(): void {
    this.stop('cancelled');
    this.killAsked.abort();
  }

  /** Returns when nothing of the step is left. */
  async finish(outputEnded: Promise<void>): Promise<CommandEnd> {
    const end = await Promise.race([this.ended, this.stopAsked.promise]);
    if (end) {
      this.stop = () => undefined;
      if (!end.error) await Promise.race([outputEnded, sleep(this.job.drainMs, this.killAsked.signal)]);
    } else await this.askToStop();
    if (this.job.cgroup?.pids) this.refusedProcesses = refusedIn(this.job.cgroup.pids);
    await killLeftovers(this.directory, this.job.cgroup, this.child?.pid);
    return this.ended;
  }

  private async askToStop(): Promise<void> {
    const killAt = performance.now() + this.job.graceMs;
    const told = new Set<number>();
    for (let left = this.members(); left.length > 0; left = this.members()) {
      // After the first round only those that were born of a parent that died of it: a clean-up may start new ones.
      const untold = left.filter(pid => !told.has(pid) && (told.size === 0 || !left.includes(parentOf(pid))));
      signalAll(untold, 'SIGTERM');
      signalAll(untold, 'SIGCONT');
      for (const pid of untold) told.add(pid);
      if (performance.now() >= killAt || this.killAsked.signal.aborted) return;
      await sleep(askAgainMs, this.killAsked.signal);
    }
  }

  private members(): number[] {
    if (!this.job.cgroup) return processesOf(this.directory, this.child?.pid);
    try {
      const list = readFileSync(join(this.job.cgroup.path, 'cgroup.procs'), 'latin1');
      return list.split('\n').map(Number).filter(Boolean);
    } catch {
      return [];
    }
  }
}
