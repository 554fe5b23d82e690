import { sleep } from '@switchyard/kernel';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { countOf, shimKinds, until, wholeLog, Yard } from './shim.story.js';

describe.each(shimKinds)('stopping a run of the $name shim', kind => {
  let yard: Yard;
  beforeEach(async () => (yard = await new Yard(kind).open()));
  afterEach(() => yard.close());

  it('happens at its deadline', async () => {
    const run = await yard.run('sleep $AGES', { deadlineMs: 100 });
    expect(await run.outcome()).toMatchObject({ kind: 'timeout', signal: 'SIGTERM' });
  });

  it('does not happen when it ends before', async () => {
    const run = await yard.run('exit 4', { deadlineMs: 60_000, leaseMs: 60_000 });
    expect(await run.outcome()).toMatchObject({ kind: 'exited', exitCode: 4 });
  });

  it('lets it clean up', async () => {
    const script = 'trap "echo bye; exit 9" TERM; touch $ROOT/ready; while :; do sleep 0.01; done';
    const run = await yard.run(script);
    await yard.appeared('ready');
    await run.stop();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', exitCode: 9 });
    expect(await wholeLog(run)).toContain('bye\n');
  });

  it('ends one that ignores SIGTERM after its grace', async () => {
    const run = await yard.run('trap "" TERM; touch $ROOT/ready; sleep $AGES; sleep $AGES', { graceMs: 150 });
    await yard.appeared('ready');
    await run.stop();
    const outcome = await run.outcome();
    expect(outcome).toMatchObject({ kind: 'cancelled', signal: 'SIGKILL' });
  });

  it('can be done without grace', async () => {
    const run = await yard.run('trap "" TERM; touch $ROOT/ready; sleep $AGES', { graceMs: 600_000 });
    await yard.appeared('ready');
    await run.stop();
    await run.kill();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', signal: 'SIGKILL' });
  });

  it('wakes one that is suspended', async () => {
    const run = await yard.run('trap "exit 5" TERM; touch $ROOT/ready; kill -STOP $$; sleep $AGES');
    await yard.appeared('ready');
    await run.stop();
    expect((await run.outcome()).kind).toBe('cancelled');
  });

  it('misses no process that is born at that moment', async () => {
    const ends = Array.from({ length: 24 }, async (_, n) => {
      const run = await yard.run('sleep $AGES; exit 1', { graceMs: 600_000 });
      await sleep(n % 8);
      await run.stop();
      return (await run.outcome()).kind;
    });
    expect(new Set(await Promise.all(ends))).toEqual(new Set(['cancelled']));
  });

  it('leaves what a clean-up starts alone', async () => {
    const script = 'trap "sleep 0.1; echo cleaned; exit 0" TERM; touch $ROOT/ready; while :; do sleep 0.01; done';
    const run = await yard.run(script);
    await yard.appeared('ready');
    await run.stop();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', exitCode: 0 });
    expect(await wholeLog(run)).toContain('cleaned\n');
  });

  it('reaches a grandchild in a session of its own', async () => {
    const run = await yard.run('setsid sh -c "trap \\"\\" TERM; sleep $AGES; :" & touch $ROOT/ready; sleep $AGES', {
      graceMs: 100,
    });
    await until(() => countOf(yard.ages) >= 2, 'both sleepers');
    await run.stop();
    expect((await run.outcome()).kind).toBe('cancelled');
    expect(countOf(yard.ages)).toBe(0);
  });

  it('reaches an orphan in a session of its own after the command has ended', async () => {
    const run = await yard.run('(setsid sleep $AGES >/dev/null 2>&1 &); exit 0');
    expect(await run.outcome()).toMatchObject({ kind: 'exited', exitCode: 0 });
    expect(countOf(yard.ages)).toBe(0);
  });

  (kind.followsAll ? it : it.skip)('reaches an orphan that hides where it came from', async () => {
    const run = await yard.run(
      '(env -i setsid sleep $AGES >/dev/null 2>&1 &); until [ -e $ROOT/go ]; do sleep 0.01; done',
    );
    await until(() => countOf(yard.ages) > 0, 'the orphan');
    await run.stop();
    await run.outcome();
    expect(countOf(yard.ages)).toBe(0);
  });

  it('ends one that keeps starting processes', async () => {
    const run = await yard.run('trap "" TERM; while :; do setsid sleep $AGES & sleep 0.005; done', { graceMs: 0 });
    await until(() => countOf(yard.ages) > 20, 'twenty processes');
    await run.stop();
    await run.outcome();
    expect(countOf(yard.ages)).toBe(0);
  });

  it('is harmless when it has ended', async () => {
    const run = await yard.run('exit 0');
    await run.outcome();
    const again = await yard.shim.adopt(run.directory);
    await Promise.all([run.stop(), run.kill(), run.feed(), again?.stop(), again?.kill(), again?.feed()]);
    expect(await again?.outcome()).toMatchObject({ kind: 'exited', exitCode: 0 });
    await until(() => !readdirSync(run.directory).some(name => name.startsWith('control.')), 'the fifo to be gone');
  });

  it('happens on SIGTERM to the shim', async () => {
    const run = await yard.run('sleep $AGES');
    process.kill(await yard.shimPid(run), 'SIGTERM');
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', signal: 'SIGTERM' });
  });

  it('leaves the processes of another step alone', async () => {
    const other = await yard.run('trap "exit 8" TERM; echo here; until [ -e $ROOT/go ]; do sleep 0.01; done; exit 2');
    const run = await yard.run('sleep $AGES');
    await run.stop();
    await run.outcome();
    await (await yard.run('touch $ROOT/go')).outcome();
    expect(await other.outcome()).toMatchObject({ kind: 'exited', exitCode: 2 });
    expect(readFileSync(join(other.directory, 'log'), 'utf8')).toBe('here\n');
  });
});
