import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupOf } from './cgroup.js';
import { countOf, shimKinds, until, wholeLog, Yard } from './shim.story.js';

/** Starts copies of itself without end. */
const bomb = 'bomb() { bomb | bomb; }; bomb';

describe.each(shimKinds)('a limit on the processes of a step under the $name shim', kind => {
  let yard: Yard;
  beforeEach(async () => (yard = await new Yard(kind).open()));
  afterEach(() => yard.close());
  const limited = kind.options.cgroups?.pids === undefined ? it.skip : it;

  limited('makes a fork bomb fail, and leaves nothing of it', async () => {
    const run = await yard.run(bomb, { pidsMax: 64, graceMs: 100, deadlineMs: 20_000 });
    const outcome = await run.outcome();
    expect(outcome.kind).toBe('exited');
    expect(outcome.exitCode).toBeGreaterThan(0);
    expect(outcome.refusedProcesses).toBeGreaterThan(0);
    expect(await wholeLog(run)).toMatch(/fork/i);
  });

  limited('lets other steps start while a bomb is at its limit, and the bomb be stopped', async () => {
    const script = 'trap "" TERM; i=0; while [ $i -lt 64 ]; do sleep $AGES & i=$((i+1)); done; wait';
    const run = await yard.run(`(${script}); while :; do sleep 0.1; done`, { pidsMax: 32, graceMs: 100 });
    await until(() => countOf(yard.ages) >= 25, 'the limit to be near');
    const other = await yard.run('echo hello | cat');
    expect(await other.outcome()).toMatchObject({ kind: 'exited', exitCode: 0, totalBytes: 6 });
    await run.stop();
    expect((await run.outcome()).kind).toBe('cancelled');
    expect(countOf(yard.ages)).toBe(0);
  });

  limited('is that of the job', async () => {
    const run = await yard.run('sleep $AGES', { pidsMax: 77 });
    await until(() => countOf(yard.ages) === 1, 'the sleeper');
    const place = kind.options.cgroups;
    const group = place ? (cgroupOf(place, run.directory).pids ?? '') : '';
    expect(readFileSync(join(group, 'pids.max'), 'utf8')).toBe('77\n');
    await run.kill();
    await run.outcome();
    await until(() => !existsSync(group), 'the group to be gone');
  });

  it('is not there unless it is asked for', async () => {
    const run = await yard.run('i=0; while [ $i -lt 100 ]; do sleep $AGES & i=$((i+1)); done; exit 0', { drainMs: 50 });
    const outcome = await run.outcome();
    expect(outcome).toMatchObject({ kind: 'exited', exitCode: 0, totalBytes: 0 });
    expect(outcome).not.toHaveProperty('refusedProcesses');
  });
});
