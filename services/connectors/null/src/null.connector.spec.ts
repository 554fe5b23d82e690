import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ending, RunningAttempt } from '@switchyard/connector-kit';
import type { AttemptId, ExecutionId, Grant, ProjectId, StepId } from '@switchyard/contracts';
import { NullConnector } from './null.connector.js';

const executionId = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const grantOf = (config: Record<string, unknown>, over: Partial<Grant> = {}): Grant => ({
  attemptId: `${executionId}.one.1` as AttemptId,
  project: 'default' as ProjectId,
  executionId,
  stepId: 'one' as StepId,
  stepName: 'one',
  config,
  environment: {},
  leaseMs: 90_000,
  ...over,
});

describe('the null connector', () => {
  let folder: string;
  const connector = new NullConnector();
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'yard-null-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const place = () => ({ directory: folder, workspace: folder });
  const start = (config: Record<string, unknown>, over: Partial<Grant> = {}) =>
    connector.start(grantOf(config, over), place());
  const adopt = (config: Record<string, unknown>) => connector.adopt(grantOf(config), place());
  const logOf = async ({ log }: RunningAttempt) => (await log.read(0, 1_000_000)).toString();

  it('ends at once and well unless it is told otherwise', async () => {
    const run = await start({});
    expect(await run.outcome()).toMatchObject({ kind: 'exited', exitCode: 0, droppedBytes: 0 });
    expect(await logOf(run)).toBe('');
  });

  it('ends with the exit code that it is told, which is the doing of the user', async () => {
    const ending = await (await start({ exit: 7 })).outcome();
    expect(ending).toMatchObject({ kind: 'exited', exitCode: 7, failure: 'user', reason: 'exit code 7' });
  });

  it('prints a text and numbered lines, which can be read from any offset', async () => {
    const run = await start({ print: 'hällo', lines: 3 });
    expect(await logOf(run)).toBe('hällo\nline 1\nline 2\nline 3\n');
    expect((await run.log.read(7, 6)).toString()).toBe('line 1');
    expect(await run.log.read(1_000, 10)).toHaveLength(0);
    await run.log.changed();
  });

  it.each([0, 3])(
    'gives the outputs that it is told when it ends with %i, also to who takes it up again',
    async exit => {
      const config = { exit, outputs: { version: '1.10' } };
      expect(await (await start(config)).outcome()).toMatchObject({ exitCode: exit, outputs: { version: '1.10' } });
      expect(await (await adopt(config))?.outcome()).toMatchObject({ exitCode: exit, outputs: { version: '1.10' } });
    },
  );

  it('gives no outputs when it is stopped', async () => {
    const run = await start({ hang: true, outputs: { version: '1.10' } });
    await run.stop();
    expect((await run.outcome()).outputs).toBeUndefined();
  });

  it('sleeps as long as it is told', async () => {
    const { startedAt, finishedAt } = await (await start({ sleep: 0.15 })).outcome();
    expect(finishedAt - startedAt).toBeGreaterThanOrEqual(149);
  });

  it('is stopped after its timeout', async () => {
    const ending = await (await start({ hang: true }, { timeoutMs: 30 })).outcome();
    expect(ending).toMatchObject({ kind: 'timeout', failure: 'timeout', reason: 'stopped after its timeout' });
  });

  it('hangs until it is stopped', async () => {
    const run = await start({ hang: true });
    await run.feed();
    await run.stop();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled', failure: 'cancelled' });
  });

  it('that ignores signals ends when it is killed', async () => {
    const run = await start({ hang: true, ignoreSignals: true });
    let ending: Ending | undefined;
    void run.outcome().then(found => (ending = found));
    await run.stop();
    await new Promise(setImmediate);
    expect(ending).toBeUndefined();
    await run.kill();
    expect(await run.outcome()).toMatchObject({ kind: 'cancelled' });
  });

  it('keeps its first end, whatever comes after it', async () => {
    const run = await start({ exit: 3 });
    const first = await run.outcome();
    await run.stop();
    await run.kill();
    expect(await run.outcome()).toEqual(first);
    expect(JSON.parse(readFileSync(join(folder, 'ended'), 'utf8'))).toEqual(first);
  });

  it('starts once per directory', async () => {
    await start({ hang: true });
    await expect(start({ hang: true })).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('is unknown where nothing was started', async () => {
    expect(await adopt({})).toBeUndefined();
  });

  it('is taken up by another process with its beginning, its output and its end', async () => {
    const first = await start({ sleep: 0.1, print: 'once', exit: 4 });
    const second = await adopt({ sleep: 0.1, print: 'once', exit: 4 });
    if (!second) throw new Error('nothing was taken up');
    expect(await logOf(second)).toBe('once\n');
    const ending = await second.outcome();
    expect(ending).toMatchObject({ kind: 'exited', exitCode: 4 });
    expect((await first.outcome()).startedAt).toBe(ending.startedAt);
    const late = await adopt({ sleep: 600 });
    expect(await late?.outcome()).toEqual(ending);
  });

  it('is waited for no longer than the waiter wants', async () => {
    const run = await start({ hang: true });
    const enough = new AbortController();
    const waiting = [run.outcome(enough.signal).catch(() => 'gave up'), run.log.changed(enough.signal)];
    enough.abort();
    expect(await Promise.all(waiting)).toEqual(['gave up', undefined]);
    await expect(run.outcome(enough.signal)).rejects.toBeDefined();
  });

  it.each([
    [{ sleep: -1 }, 'sleep must not be less than 0'],
    [{ exit: 256 }, 'exit must not be greater than 255'],
    [{ lines: 1.5 }, 'lines must be an integer number'],
    [{ hang: 'yes' }, 'hang must be a boolean value'],
    [{ outputs: ['1'] }, 'outputs must be texts by name'],
    [{ outputs: { '1': 'x' } }, '"1" is no name of an output'],
    [{ outputs: { v: 1 } }, 'the output v must be a text'],
  ])('refuses %j', async (config, message) => {
    await expect(start(config)).rejects.toMatchObject({
      code: 'bad-config',
      blame: 'user',
      message: expect.stringContaining(message) as string,
    });
    expect(await adopt({})).toBeUndefined();
  });
});
