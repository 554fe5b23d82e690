import { Fault, reasonOf } from '@switchyard/kernel';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type CgroupPlace, cgroupOf } from './cgroup.js';
import { type RunningShim, type Shim, type ShimJob } from './contract.js';
import { jobText } from './job-text.js';
import { type Nursery } from './nursery.js';
import { readStart } from './records.js';
import { reapBelow } from './orphans.js';
import { ShimRun } from './running.js';

const failed = (message: string, cause?: unknown): Fault =>
  new Fault({ code: 'shim-failed', message, blame: 'platform', retry: true, cause });

const alreadyStarted = (directory: string): Fault =>
  new Fault({
    code: 'already-started',
    message: `a command was started in ${directory} before, and it starts at most once`,
    blame: 'platform',
    retry: false,
  });

/** Starts runs through a shim program and finds those that others started. */
export class ShimLauncher implements Shim {
  constructor(
    readonly kind: Shim['kind'],
    private readonly nursery: Nursery,
    private readonly cgroups: CgroupPlace | undefined,
  ) {}

  async start(directory: string, job: ShimJob): Promise<RunningShim> {
    const place = resolve(directory);
    mkdirSync(place, { recursive: true, mode: 0o700 });
    const born = this.nursery.start(place, jobText(place, job, this.cgroups && cgroupOf(this.cgroups, place)));
    const answer = await born.answer.catch((error: unknown) => this.unheard(place, error));
    if (answer === 'refused') throw alreadyStarted(place);
    const start = answer === 'started' ? readStart(place) : undefined;
    if (!start) throw failed(`the shim did not start in ${place}: ${answer || 'it died'}`);
    const running = new ShimRun(place, start);
    void born.ended.then(running.noticeExit);
    return running;
  }

  /** What starts shims is gone: it may have started this one before. If not, nothing ever will in this place. */
  private async unheard(place: string, cause: unknown): Promise<string> {
    if (await this.forbid(place)) throw failed(`the shim cannot be run: ${reasonOf(cause)}`, cause);
    return 'started';
  }

  async adopt(directory: string): Promise<RunningShim | undefined> {
    const place = resolve(directory);
    const start = readStart(place);
    return start && !start.forbidden ? new ShimRun(place, start) : undefined;
  }

  reap(root: string): Promise<string[]> {
    return reapBelow(resolve(root), this.cgroups);
  }

  async forbid(directory: string): Promise<boolean> {
    const place = resolve(directory);
    mkdirSync(place, { recursive: true, mode: 0o700 });
    try {
      const handle = await open(join(place, 'started'), 'wx', 0o600);
      await handle.writeFile('forbidden=1\n');
      await handle.sync();
      await handle.close();
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return readStart(place)?.forbidden === true;
    }
  }
}
