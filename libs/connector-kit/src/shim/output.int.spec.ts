import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { truncationMarker } from './index.js';
import { countOf, shimKinds, until, wholeLog, Yard } from './shim.story.js';

/** `length` bytes that tell where they stood. */
const bytesOf = (length: number): string =>
  Array.from({ length: Math.ceil(length / 8) }, (_, index) => String(index).padStart(7, '0') + '\n')
    .join('')
    .slice(0, length);

/** A disk of 512 KB, where this user may mount one. */
const tinyDisk = (path: string): boolean => {
  mkdirSync(path);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k,mode=700', 'none', path]).status === 0;
};

const mayMount = ((path: string) => {
  const may = tinyDisk(join(path, 'disk'));
  if (may) spawnSync('umount', [join(path, 'disk')]);
  rmSync(path, { recursive: true });
  return may;
})(mkdtempSync(join(tmpdir(), 'disk-')));

describe.each(shimKinds)('the output kept by the $name shim', kind => {
  let yard: Yard;
  beforeEach(async () => (yard = await new Yard(kind).open()));
  afterEach(() => yard.close());

  it('keeps the order of both outputs', async () => {
    const run = await yard.run('i=0; while [ $i -lt 300 ]; do echo out$i; echo err$i >&2; i=$((i+1)); done');
    await run.outcome();
    const expected = Array.from({ length: 300 }, (_, i) => `out${String(i)}\nerr${String(i)}\n`).join('');
    expect(await wholeLog(run)).toBe(expected);
  });

  it('can be read while the step runs', async () => {
    const run = await yard.run('echo first; until [ -e $ROOT/go ]; do sleep 0.01; done; echo second');
    while ((await run.log.read(0, 100)).length === 0) await run.log.changed();
    expect((await run.log.read(0, 100)).toString()).toBe('first\n');
    expect((await run.log.read(6, 100)).length).toBe(0);
    const changed = run.log.changed();
    writeFileSync(join(yard.root, 'go'), '');
    await changed;
    await run.outcome();
    expect((await run.log.read(6, 100)).toString()).toBe('second\n');
  });

  it.each([0, 1, 999, 1000, 1001, 1499, 1500, 1501, 2000, 2500, 10_007])(
    'of %i bytes keeps the first 1000 and the last 500, and counts the rest',
    async length => {
      const all = bytesOf(length);
      writeFileSync(join(yard.root, 'all'), all);
      const run = await yard.run('cat $ROOT/all', { headBytes: 1000, tailBytes: 500 });
      const droppedBytes = Math.max(0, length - 1500);
      expect(await run.outcome()).toMatchObject({ totalBytes: length, droppedBytes });
      const marker = droppedBytes > 0 ? truncationMarker(droppedBytes) : '';
      const kept = droppedBytes > 0 ? all.slice(0, 1000) + marker + all.slice(-500) : all;
      expect(await wholeLog(run)).toBe(kept);
      expect(await wholeLog(run, 7)).toBe(kept);
      // Where there is a tail, only who reads it knows.
      expect(await run.log.length?.()).toBe(length > 1000 ? undefined : length);
    },
  );

  it.each([
    [0, 100],
    [100, 0],
    [0, 0],
  ])('may keep %i bytes of the head and %i of the tail', async (headBytes, tailBytes) => {
    const all = bytesOf(3_000);
    writeFileSync(join(yard.root, 'all'), all);
    const run = await yard.run('cat $ROOT/all', { headBytes, tailBytes });
    const droppedBytes = 3_000 - headBytes - tailBytes;
    expect(await run.outcome()).toMatchObject({ totalBytes: 3_000, droppedBytes });
    const tail = tailBytes ? all.slice(-tailBytes) : '';
    expect(await wholeLog(run)).toBe(all.slice(0, headBytes) + truncationMarker(droppedBytes) + tail);
  });

  it('ends with the command although a process it left behind holds it open', async () => {
    const run = await yard.run('sleep $AGES & echo started; exit 3', { drainMs: 100 });
    expect(await run.outcome()).toMatchObject({ kind: 'exited', exitCode: 3, totalBytes: 8 });
    expect(countOf(yard.ages)).toBe(0);
  });

  it('holds what a process that was left behind prints in time', async () => {
    const run = await yard.run('(until [ -e $ROOT/go ]; do sleep 0.01; done; echo late) & exit 0', { drainMs: 15_000 });
    writeFileSync(join(yard.root, 'go'), '');
    await run.outcome();
    expect(await wholeLog(run)).toBe('late\n');
  });

  it('does not wait for a process that left without it', async () => {
    const run = await yard.run('sleep $AGES >/dev/null 2>&1 & exit 0', { drainMs: 600_000 });
    expect(await run.outcome()).toMatchObject({ kind: 'exited', exitCode: 0 });
  });

  it('of 20 MB is whole', async () => {
    const before = performance.now();
    const run = await yard.run('head -c 20971520 /dev/zero | tr "\\0" x');
    const outcome = await run.outcome();
    const took = outcome.finishedAt - outcome.startedAt;
    process.stdout.write(
      `20 MB: ${String(took)} ms in the step, ${(performance.now() - before).toFixed(0)} ms in all\n`,
    );
    expect(outcome).toMatchObject({ totalBytes: 20_971_520, droppedBytes: 0 });
    expect(readFileSync(join(run.directory, 'log')).equals(Buffer.alloc(20_971_520, 'x'))).toBe(true);
  });

  (mayMount ? it : it.skip)('is dropped and counted when the disk is full, and the exit code is not', async () => {
    const disk = join(yard.root, 'disk');
    tinyDisk(disk);
    try {
      const script = 'head -c 300000 /dev/zero; head -c 2000000 /dev/zero; exit 11';
      const run = await yard.shim.start(join(disk, 'attempt'), yard.job(script));
      const outcome = await run.outcome();
      expect(outcome).toMatchObject({ kind: 'exited', exitCode: 11, totalBytes: 2_300_000, logError: 'ENOSPC' });
      const kept = readFileSync(join(run.directory, 'log'));
      expect(kept.length).toBeGreaterThanOrEqual(300_000);
      expect(outcome.droppedBytes).toBe(2_300_000 - kept.length);
      expect(await wholeLog(run)).toBe(kept.toString() + truncationMarker(outcome.droppedBytes));
      await until(() => !readdirSync(run.directory).some(name => name.startsWith('control.')), 'the shim to leave');
    } finally {
      await until(() => spawnSync('umount', [disk]).status === 0, 'the disk to be free');
    }
  });

  it('is waited for no longer than the waiter wants', async () => {
    const run = await yard.run('sleep $AGES');
    const enough = new AbortController();
    const waiting = [run.log.changed(enough.signal), run.outcome(enough.signal).catch(() => 'gave up')];
    enough.abort();
    expect(await Promise.all(waiting)).toEqual([undefined, 'gave up']);
    await run.kill();
    await run.outcome();
    await until(() => countOf(yard.ages) === 0);
  });
});
