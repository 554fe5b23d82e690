import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupOf } from './cgroup.js';
import { countOf, shimKinds, until, Yard } from './shim.story.js';

const isAlive = (pid: number): boolean => existsSync(`/proc/${String(pid)}`);

describe.each(shimKinds)('what a run of the $name shim left behind', kind => {
  let yard: Yard;
  beforeEach(async () => (yard = await new Yard(kind).open()));
  afterEach(() => yard.close());

  it('is ended when its directory is gone, with the shim, its cgroup and what left its session', async () => {
    const run = await yard.run('trap "" TERM; setsid sleep $AGES & sleep $AGES');
    await until(() => countOf(yard.ages) === 2, 'both sleepers');
    const shim = await yard.shimPid(run);
    rmSync(run.directory, { recursive: true });
    expect(await yard.shim.reap(yard.root)).toEqual(['attempt-1']);
    expect(countOf(yard.ages)).toBe(0);
    await until(() => !isAlive(shim), 'the shim to be gone');
    const place = kind.options.cgroups;
    expect(place ? existsSync(cgroupOf(place, run.directory).path) : false).toBe(false);
    expect(await yard.shim.reap(yard.root)).toEqual([]);
  });

  it('is ended when the shim is gone too', async () => {
    const run = await yard.run('sleep $AGES & sleep $AGES');
    await until(() => countOf(yard.ages) === 2, 'both sleepers');
    const shim = await yard.shimPid(run);
    // Stopped first, so that the death of the command's parent is the only thing that happens.
    process.kill(shim, 'SIGSTOP');
    rmSync(run.directory, { recursive: true });
    process.kill(shim, 'SIGKILL');
    await yard.shim.reap(yard.root);
    expect(countOf(yard.ages)).toBe(0);
  });

  it('is left alone as long as its directory is there, and so is what runs elsewhere', async () => {
    const run = await yard.run('until [ -e $ROOT/go ]; do sleep 0.01; done; exit 5');
    const other = join(yard.root, 'elsewhere');
    mkdirSync(other);
    expect(await yard.shim.reap(yard.root)).toEqual([]);
    expect(await yard.shim.reap(other)).toEqual([]);
    writeFileSync(join(yard.root, 'go'), '');
    expect(await run.outcome()).toMatchObject({ kind: 'exited', exitCode: 5 });
  });

  const place = kind.options.cgroups;
  (place ? it : it.skip)('is removed when it is only an empty cgroup', async () => {
    const group = place ? cgroupOf(place, join(yard.root, 'forgotten')).path : '';
    mkdirSync(group);
    expect(await yard.shim.reap(yard.root)).toEqual(['forgotten']);
    expect(existsSync(group)).toBe(false);
  });
});
