import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningShim } from './index.js';
import { countOf, shimKinds, until, Yard } from './shim.story.js';

const built = fileURLToPath(new URL('../../dist/shim/index.js', import.meta.url));
const cacheDirectory = join(tmpdir(), `shim-${String(process.getuid?.())}`);

const leaseMs = 500;
/** For a step that is fed: longer than a busy machine lets any process wait. */
const patientLeaseMs = 2_000;
const graceMs = 200;
/** One that obeys, one that ignores SIGTERM, and one in a session of its own that does. */
const family = 'sleep $AGES & (trap "" TERM; sleep $AGES; :) & setsid sh -c "trap \\"\\" TERM; sleep $AGES; :" & wait';

describe.each(shimKinds)('a step under the $name shim that nobody feeds', kind => {
  let yard: Yard;
  let feeder: ChildProcess | undefined;
  beforeEach(async () => (yard = await new Yard(kind).open()));
  afterEach(async () => {
    feeder?.kill('SIGKILL');
    feeder = undefined;
    await yard.close();
  });

  const start = async (lease = leaseMs): Promise<RunningShim> => {
    const run = await yard.run(family, { leaseMs: lease, graceMs });
    await until(() => countOf(yard.ages) >= 3, 'three sleepers');
    return run;
  };

  /** A process that feeds the step every 50 ms; resolves when it has begun, and nobody else does from then on. */
  const feed = async (run: RunningShim): Promise<ChildProcess> => {
    const options = JSON.stringify({ ...kind.options, cacheDirectory });
    const script = `import { prepareShim } from ${JSON.stringify(built)};
      const run = await (await prepareShim(${options})).adopt(${JSON.stringify(run.directory)});
      await run.feed();
      console.log('feeding');
      setInterval(() => void run.feed(), 50);`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    feeder = child;
    let begun = false;
    void once(child.stdout, 'data').then(() => (begun = true));
    await until(async () => {
      await run.feed();
      return begun;
    }, 'the feeder');
    return child;
  };

  const fenced = async (run: RunningShim) => {
    const outcome = await run.outcome();
    expect(countOf(yard.ages)).toBe(0);
    return outcome;
  };

  it('ends whole when its lease is over, and says why', async () => {
    const { kind: how, startedAt, finishedAt } = await fenced(await start());
    expect(how).toBe('fenced');
    expect(finishedAt - startedAt).toBeGreaterThanOrEqual(leaseMs);
    expect(finishedAt - startedAt).toBeLessThan(leaseMs + graceMs + 3_000);
  });

  it('lives as long as it is fed, and ends when its connector is suspended', async () => {
    const run = await start(patientLeaseMs);
    const child = await feed(run);
    const fedUntil = performance.now() + 1.5 * patientLeaseMs;
    await until(() => performance.now() > fedUntil, 'more than a lease to pass');
    expect(countOf(yard.ages)).toBeGreaterThanOrEqual(3);
    child.kill('SIGSTOP');
    expect((await fenced(run)).kind).toBe('fenced');
  });
});
