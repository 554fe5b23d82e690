import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeShim } from './native.js';
import { countOf, until, Yard } from './shim.story.js';

const program = await nativeShim([join(tmpdir(), `shim-${String(process.getuid?.())}`)]);

/** The process of this one that starts shims. */
const nurseries = (): number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const words = readFileSync(`/proc/${name}/cmdline`, 'latin1').split('\0');
        return Number(parent) === process.pid && words[1] === '--nursery';
      } catch {
        return false;
      }
    })
    .map(Number);

/** What a process has open; a file that is closed meanwhile is none. */
const opened = (proc: string): string[] =>
  readdirSync(`${proc}/fd`).flatMap(fd => {
    try {
      return readlinkSync(`${proc}/fd/${fd}`);
    } catch {
      return [];
    }
  });

(program === undefined ? describe.skip : describe)('a nursery of shims', () => {
  let yard: Yard;
  beforeEach(async () => {
    yard = await new Yard({ name: 'native', options: { cgroups: null }, followsAll: false }).open();
  });
  afterEach(() => yard.close());

  it('starts many at once', async () => {
    const runs = await Promise.all(
      Array.from({ length: 100 }, (_, i) => yard.shim.start(yard.place(), yard.job(`exit ${String(i)}`))),
    );
    const ends = await Promise.all(runs.map(run => run.outcome()));
    expect(ends.map(({ exitCode }) => exitCode)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('starts shims that bear the name of their directory, and hold nothing of it or of each other', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => yard.shim.start(yard.place(), yard.job(`sleep ${yard.ages}`))));
    const inherited = new Set([...opened('/proc/self'), '/dev/null']);
    try {
      for (const run of runs) {
        const proc = `/proc/${String(await yard.shimPid(run))}`;
        const words = readFileSync(`${proc}/cmdline`, 'latin1').split('\0');
        expect(words.slice(0, 2)).toEqual(['shim', run.directory]);
        // Its folder, signals, orders, log, the output of the command, and the report of its start.
        await until(() => opened(proc).filter(what => !inherited.has(what)).length === 6, 'six open files');
      }
    } finally {
      await Promise.all(runs.map(run => run.kill().then(() => run.outcome())));
    }
  });

  it('is replaced when it died, and what it started goes on', async () => {
    const first = await yard.shim.start(yard.place(), yard.job(`sleep ${yard.ages}`));
    const own = nurseries();
    for (const pid of own) process.kill(pid, 'SIGKILL');
    // Reaped, and therefore heard of.
    await until(() => own.every(pid => !existsSync(`/proc/${String(pid)}`)), 'its end');
    const second = await yard.shim.start(yard.place(), yard.job('exit 7'));
    expect(await second.outcome()).toMatchObject({ kind: 'exited', exitCode: 7 });
    expect(countOf(yard.ages)).toBeGreaterThan(0);
    await first.kill();
    expect(await first.outcome()).toMatchObject({ kind: 'cancelled' });
  });

  it('that dies before it has read an order has started nothing, and nothing ever will be there', async () => {
    await (await yard.shim.start(yard.place(), yard.job('true'))).outcome();
    for (const pid of nurseries()) process.kill(pid, 'SIGSTOP');
    const place = yard.place();
    const start = yard.shim.start(place, yard.job(`sleep ${yard.ages}`)).catch((error: unknown) => error);
    for (const pid of nurseries()) process.kill(pid, 'SIGKILL');
    expect(await start).toMatchObject({ code: 'shim-failed' });
    expect(countOf(yard.ages)).toBe(0);
    await expect(yard.shim.start(place, yard.job('true'))).rejects.toMatchObject({ code: 'already-started' });
  });

  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach(child => child.kill('SIGKILL')));

  it.each([
    ['nothing', ''],
    ['half an order', '1 4 100\n/tmp'],
    ['no order', 'hello\n'],
    ['a path beyond all measure', '1 5000 1\n'],
    ['a job beyond all measure', '1 4 99999999999\n/tmp'],
  ])('ends when its input ends with %s', async (_, said) => {
    const child = spawn(program ?? '', ['--nursery'], { stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(child);
    child.stdin.on('error', () => undefined).end(said);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
