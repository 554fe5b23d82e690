import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jobText, parseJob } from './job-text.js';
import { nativeShim } from './native.js';
import { countOf, shimKinds, until, wholeLog, Yard } from './shim.story.js';

const built = fileURLToPath(new URL('../../dist/shim/index.js', import.meta.url));
const cache = join(tmpdir(), `shim-${String(process.getuid?.())}`);

describe.each(shimKinds)('a run of the $name shim', kind => {
  let yard: Yard;
  beforeEach(async () => (yard = await new Yard(kind).open()));
  afterEach(() => yard.close());

  it('outlives kill -9 of its connector and can be adopted with its whole log', async () => {
    const place = yard.place();
    const script = 'echo before; until [ -e $ROOT/go ]; do sleep 0.01; done; seq 1 5000; exit 42';
    const options = JSON.stringify({ ...kind.options, cacheDirectory: cache });
    const connector = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { prepareShim } from ${JSON.stringify(built)};
         const run = await (await prepareShim(${options})).start(...${JSON.stringify([place, yard.job(script)])});
         while ((await run.log.read(0, 9)).length === 0) await run.log.changed();
         console.log('running');
         await run.outcome();`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
    );
    await once(connector.stdout, 'data');
    process.kill(-(connector.pid ?? 0), 'SIGKILL');
    await once(connector, 'exit');
    const run = await yard.shim.adopt(place);
    await run?.feed();
    writeFileSync(join(yard.root, 'go'), '');
    expect(await run?.outcome()).toMatchObject({ kind: 'exited', exitCode: 42, droppedBytes: 0 });
    const numbers = Array.from({ length: 5_000 }, (_, index) => `${String(index + 1)}\n`).join('');
    expect(run && (await wholeLog(run))).toBe(`before\n${numbers}`);
  });

  it('is lost when its shim is killed, and nothing of it stays', async () => {
    const run = await yard.run('echo here; sleep $AGES & setsid sleep $AGES & sleep $AGES');
    await until(async () => countOf(yard.ages) >= 3 && (await wholeLog(run)) === 'here\n', 'three sleepers');
    process.kill(await yard.shimPid(run), 'SIGKILL');
    expect(await run.outcome()).toMatchObject({ kind: 'lost', totalBytes: 5, droppedBytes: 0 });
    expect(countOf(yard.ages)).toBe(0);
    expect(await wholeLog(run)).toBe('here\n');
    const again = await yard.shim.adopt(run.directory);
    expect(await again?.outcome()).toMatchObject({ kind: 'lost' });
  });

  it('keeps the end of its log when its shim is killed', async () => {
    const script = 'seq 1 1000; touch $ROOT/ready; sleep $AGES';
    const run = await yard.run(script, { headBytes: 100, tailBytes: 60 });
    await yard.appeared('ready');
    const ring = join(run.directory, 'tail');
    const tail = () => (existsSync(ring) ? readFileSync(ring) : Buffer.alloc(0));
    await until(() => tail().length === 68 && tail().readBigInt64LE(60) === 3793n, 'the whole output');
    process.kill(await yard.shimPid(run), 'SIGKILL');
    expect(await run.outcome()).toMatchObject({ kind: 'lost', totalBytes: 3_893, droppedBytes: 3_733 });
    expect((await wholeLog(run)).endsWith('998\n999\n1000\n')).toBe(true);
  });

  it('can be adopted by several, and after its end', async () => {
    const first = await yard.run('until [ -e $ROOT/go ]; do sleep 0.01; done; echo done; exit 3');
    const others = await Promise.all([1, 2, 3].map(() => yard.shim.adopt(first.directory)));
    const outcomes = others.map(other => other?.outcome());
    writeFileSync(join(yard.root, 'go'), '');
    for (const outcome of [...outcomes, first.outcome()])
      expect(await outcome).toMatchObject({ kind: 'exited', exitCode: 3 });
    const late = await yard.shim.adopt(first.directory);
    expect(late && (await wholeLog(late))).toBe('done\n');
  });

  it('is unknown where nothing was started', async () => {
    expect(await yard.shim.adopt(yard.place())).toBeUndefined();
  });

  it('of fifty at once all end with their own code and log', async () => {
    const runs = await Promise.all(
      Array.from({ length: 50 }, (_, n) => yard.run(`echo step ${String(n)}; exit ${String(n)}`)),
    );
    const ends = await Promise.all(runs.map(async run => [(await run.outcome()).exitCode, await wholeLog(run)]));
    expect(ends).toEqual(runs.map((_, n) => [n, `step ${String(n)}\n`]));
  });
});

describe('a job that arrives cut short', () => {
  const order = { argv: ['touch', 'ran'], environment: { A: 'b' }, workingDirectory: '/', leaseMs: 5 };
  const text = jobText('/tmp/x', order, { kind: 'freezer', path: '/sys/x' });

  it('is read back whole', () => {
    expect(parseJob(text)).toMatchObject({ argv: ['touch', 'ran'], leaseMs: 5, cgroup: { kind: 'freezer' } });
  });

  it('is never understood by the node shim', () => {
    for (let length = 0; length < text.length; length += 1) expect(parseJob(text.slice(0, length))).toBeUndefined();
  });

  it('never starts the native shim', async () => {
    const binary = await nativeShim([cache]);
    if (!binary) return;
    const yard = new Yard(shimKinds[0]!);
    for (let length = 0; length < text.length; length += 1)
      expect(spawnSync(binary, [yard.root], { input: text.slice(0, length) }).stdout.toString()).toBe('invalid\n');
    await yard.close();
  });
});
