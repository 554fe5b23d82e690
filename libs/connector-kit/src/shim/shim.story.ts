import { sleep } from '@switchyard/kernel';
import { randomInt } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cgroupOf, type CgroupPlace, usableCgroups } from './cgroup.js';
import { prepareShim, type RunningShim, type Shim, type ShimJob, type ShimOptions } from './index.js';
import { readStart } from './records.js';

export interface ShimKind {
  name: string;
  options: ShimOptions;
  /** Whether it follows a process that hides everything about where it came from. */
  followsAll: boolean;
}

const cgroups: (CgroupPlace | null)[] = [...(await usableCgroups()), null];

/** The native program with each kind of cgroup this user may write, and both programs with the best kind and without. */
export const shimKinds: ShimKind[] = [undefined, null].flatMap(compiler =>
  (compiler === null ? [...new Set([cgroups[0] ?? null, null])] : cgroups).map(place => ({
    name: `${compiler === null ? 'node' : 'native'}, ${place ? place.kind : 'no cgroup'}`,
    options: { ...(compiler === null && { compiler }), cgroups: place },
    followsAll: compiler !== null || place !== null,
  })),
);

/** Waits for a fact, looking every few milliseconds. */
export const until = async (fact: () => boolean | Promise<boolean>, what = 'the fact'): Promise<void> => {
  const giveUpAt = performance.now() + 20_000;
  while (!(await fact())) {
    if (performance.now() > giveUpAt) throw new Error(`waited 20 s in vain for ${what}`);
    await sleep(3);
  }
};

/** How many processes have that text on their command line. */
export const countOf = (marker: string): number =>
  readdirSync('/proc').filter(name => {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) return false;
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(marker);
    } catch {
      return false;
    }
  }).length;

export const wholeLog = async (run: RunningShim, chunk = 1 << 20): Promise<string> => {
  const parts: Buffer[] = [];
  for (let offset = 0; ;) {
    const part = await run.log.read(offset, chunk);
    if (part.length === 0) return Buffer.concat(parts).toString();
    parts.push(part);
    offset += part.length;
  }
};

/** A folder for jobs and a look behind the furniture when the test is over. */
export class Yard {
  readonly root = mkdtempSync(join(tmpdir(), 'shim-'));
  /** An argument for `sleep` that only the steps of this test have. */
  readonly ages = `86400.${String(randomInt(1e9, 1e10))}`;
  shim!: Shim;
  private jobs = 0;

  constructor(readonly kind: ShimKind) {}

  async open(): Promise<this> {
    this.shim = await prepareShim({
      ...this.kind.options,
      cacheDirectory: join(tmpdir(), `shim-${String(process.getuid?.())}`),
    });
    return this;
  }

  place(): string {
    return join(this.root, `attempt-${String((this.jobs += 1))}`);
  }

  job(script: string, over: Partial<ShimJob> = {}): ShimJob {
    return {
      argv: ['sh', '-c', script],
      environment: { PATH: process.env['PATH'] ?? '', AGES: this.ages, ROOT: this.root },
      workingDirectory: this.root,
      ...over,
    };
  }

  run(script: string, over: Partial<ShimJob> = {}): Promise<RunningShim> {
    return this.shim.start(this.place(), this.job(script, over));
  }

  /** Appears when a step says `touch $ROOT/<name>`. */
  appeared(name: string): Promise<void> {
    return until(() => existsSync(join(this.root, name)), `the file ${name}`);
  }

  /** Fails unless no process, no fifo and no cgroup of any job is left. */
  async close(): Promise<void> {
    await until(() => countOf(this.ages) === 0, 'every process of the step to be gone');
    for (const name of readdirSync(this.root).filter(one => one.startsWith('attempt-'))) {
      const directory = join(this.root, name);
      await until(() => !readdirSync(directory).some(file => file.startsWith('output.')), 'the output pipe to be gone');
      const place = this.kind.options.cgroups;
      if (!place) continue;
      const { path, pids = path } = cgroupOf(place, directory);
      await until(() => !existsSync(path) && !existsSync(pids), 'the cgroups to be gone');
    }
    rmSync(this.root, { recursive: true });
  }

  async shimPid(run: RunningShim): Promise<number> {
    return readStart(run.directory)?.pid ?? 0;
  }
}
