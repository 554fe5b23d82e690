import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId } from '@switchyard/contracts';
import fc from 'fast-check';
import { Journal } from './journal.js';
import { HostSecrets } from './secrets/host-secrets.js';
import { Worker } from './worker.js';
import { FakePlatform, Machine, MachineConnector, output } from './worker.story.js';
import { Workspaces } from './workspaces.js';

const execution = '01m84ywyccwh2egkrpyg85s86c';
const attempt = (step: string) => `${execution}.${step}.1` as AttemptId;
const one = attempt('one');

describe('a worker', () => {
  let folder: string;
  let machine: Machine;
  let connector: MachineConnector;
  let platform: FakePlatform;
  const workers: Worker[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'yard-worker-'));
    machine = new Machine();
    connector = new MachineConnector(machine);
    platform = new FakePlatform();
  });
  afterEach(async () => {
    platform.fate = () => 'arrives';
    for (const id of machine.starts.keys()) machine.finish(id);
    await Promise.all(workers.splice(0).map(worker => worker.leave(false)));
    rmSync(folder, { recursive: true });
  });

  const worker = async (): Promise<Worker> => {
    const [journal, workspaces] = await Promise.all([Journal.open(folder), Workspaces.open(folder)]);
    const secrets = await HostSecrets.open(folder);
    const made = new Worker(connector, platform, journal, workspaces, secrets, 4, () => undefined);
    workers.push(made);
    return made;
  };
  const journal = () => readdirSync(join(folder, 'journal'));
  const settled = async (fact: () => boolean) => {
    while (!fact()) await new Promise(resolve => setTimeout(resolve, 1));
  };

  it('carries an attempt from the bell to its report, with its whole output, and forgets it', async () => {
    const ours = await worker();
    await ours.take(one);
    expect(ours.running).toEqual([one]);
    machine.finish(one);
    await settled(() => journal().length === 0);
    expect(platform.output(one)).toBe(output);
    expect(platform.reported.get(one)).toBe(output.length);
    await settled(() => ours.busy === 0);
    expect(ours.running).toEqual([]);
    expect(ours.room).toBe(4);
  });

  it('does nothing on a second bell for what it runs', async () => {
    const ours = await worker();
    await Promise.all([ours.take(one), ours.take(one)]);
    await settled(() => machine.has(one));
    await ours.take(one);
    expect([machine.starts.get(one), platform.nonces.length]).toEqual([1, 1]);
  });

  it('asks with the same nonce again when the answer to its claim was lost, also after a restart', async () => {
    platform.fate = () => 'answer lost';
    const first = await worker();
    const taking = first.take(one).catch(() => undefined);
    await settled(() => platform.nonces.length >= 2);
    expect(first.running).toEqual([]);
    expect(first.busy).toBe(1);
    const second = await worker();
    await first.leave(false);
    await taking;
    platform.fate = () => 'arrives';
    await second.take(one);
    await settled(() => machine.has(one));
    expect(new Set(platform.nonces).size).toBe(1);
    expect(machine.starts.get(one)).toBe(1);
    machine.finish(one);
    await settled(() => platform.reported.has(one));
  });

  it('forgets what it was refused', async () => {
    platform.held.set(one, { nonce: 'somebody-else-s-nonce', session: 'x' });
    const ours = await worker();
    await ours.take(one);
    expect(journal()).toEqual([]);
    expect(machine.starts.size).toBe(0);
    expect(ours.room).toBe(4);
  });

  it('takes up after a restart what an earlier process left, without starting it again', async () => {
    const first = await worker();
    await first.take(one);
    await first.leave(false);
    expect(journal()).toEqual([one]);
    const second = await worker();
    await second.recover();
    expect(second.running).toEqual([one]);
    machine.finish(one);
    await settled(() => journal().length === 0);
    expect([machine.starts.get(one), platform.output(one)]).toEqual([1, output]);
  });

  it('reports the outputs of a step, also of one that an earlier process began', async () => {
    const first = await worker();
    await first.take(one);
    await first.leave(false);
    await (await worker()).recover();
    machine.finish(one, 'exited', { outputs: { version: '1.10' } });
    await settled(() => journal().length === 0);
    expect(platform.outcomes.at(-1)).toMatchObject({ kind: 'exited', outputs: { version: '1.10' } });
  });

  it('reports outputs that the platform would not take as a failure of the step', async () => {
    const ours = await worker();
    await ours.take(one);
    machine.finish(one, 'exited', { outputs: { version: 'x'.repeat(65_536) } });
    await settled(() => journal().length === 0);
    const [outcome] = platform.outcomes;
    expect(outcome).toMatchObject({ failure: 'user', reason: expect.stringContaining('too large') as string });
    expect(outcome).not.toHaveProperty('outputs');
  });

  it('sends after a restart only the output that is not stored yet', async () => {
    const first = await worker();
    await first.take(one);
    await settled(() => platform.output(one) === output);
    await first.leave(false);
    const beginning = output.slice(0, 11);
    platform.stored.set(one, new Map([[0, Buffer.from(beginning)]]));
    platform.sent.length = 0;
    await (await worker()).recover();
    machine.finish(one);
    await settled(() => journal().length === 0);
    expect(platform.sent).toEqual([beginning.length]);
    expect(platform.output(one)).toBe(output);
  });

  it('sends all of it again after a restart when nothing is said about what is stored', async () => {
    const first = await worker();
    await first.take(one);
    await settled(() => platform.output(one) === output);
    await first.leave(false);
    platform.sent.length = 0;
    platform.adopt = async ({ session, attempts }) => {
      for (const { attemptId, nonce } of attempts) platform.held.set(attemptId, { nonce, session });
      return { kept: attempts.map(each => each.attemptId), fenced: [] };
    };
    await (await worker()).recover();
    machine.finish(one);
    await settled(() => journal().length === 0);
    expect(platform.sent).toEqual([0]);
  });

  it('ends after a restart what belongs to somebody else now, and only then forgets it', async () => {
    const first = await worker();
    await first.take(one);
    await settled(() => machine.has(one));
    await first.leave(false);
    platform.held.set(one, { nonce: 'another-nonce-by-now', session: 'x' });
    await (await worker()).recover();
    expect(connector.killed).toEqual([one]);
    expect(journal()).toEqual([]);
  });

  it('ends a fenced attempt, and reports nothing of it', async () => {
    const ours = await worker();
    await ours.take(one);
    await settled(() => machine.has(one));
    await ours.fence(one);
    expect(connector.killed).toEqual([one]);
    expect(journal()).toEqual([]);
    expect(platform.reported.size).toBe(0);
  });

  it('sends output again that the platform took and lost', async () => {
    const ours = await worker();
    await ours.take(one);
    await settled(() => platform.output(one) === output);
    platform.stored.clear();
    machine.finish(one);
    await settled(() => journal().length === 0);
    expect(platform.output(one)).toBe(output);
  });

  it('keeps a workspace until nothing of its execution runs here', async () => {
    const ours = await worker();
    await ours.take(one);
    await settled(() => machine.has(one));
    expect(readdirSync(join(folder, 'workspaces'))).toEqual([execution]);
    const released = ours.release(execution as never);
    machine.finish(one);
    await released;
    expect(readdirSync(join(folder, 'workspaces'))).toEqual([]);
  });

  it('starts each attempt once and carries it to its end, whatever is lost, doubled or restarted', async () => {
    const steps = ['one', 'two', 'three'].map(attempt);
    const act = fc.oneof(
      fc.record({ do: fc.constant('ring' as const), step: fc.constantFrom(...steps) }),
      fc.record({ do: fc.constant('finish' as const), step: fc.constantFrom(...steps) }),
      fc.record({ do: fc.constant('restart' as const), step: fc.constantFrom(...steps) }),
    );
    const fate = fc.constantFrom('arrives' as const, 'arrives' as const, 'lost' as const, 'answer lost' as const);
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), fc.array(fate, { maxLength: 12 }), async (acts, fates) => {
        const before = [machine, connector, platform, folder] as const;
        machine = new Machine();
        connector = new MachineConnector(machine);
        platform = new FakePlatform();
        folder = mkdtempSync(join(tmpdir(), 'yard-worker-'));
        const left = [...fates];
        platform.fate = () => left.shift() ?? 'arrives';
        let ours = await worker();
        const ringing: Promise<unknown>[] = [];
        for (const { do: what, step } of acts) {
          if (what === 'ring') ringing.push(ours.take(step).catch(() => undefined));
          if (what === 'finish') machine.finish(step);
          if (what === 'restart') {
            await ours.leave(false);
            ours = await worker();
            await ours.recover();
          }
          await new Promise(setImmediate);
        }
        await Promise.all(ringing);
        // The sweep rings again for whatever is still queued.
        for (const step of steps) await ours.take(step);
        for (const step of steps) machine.finish(step);
        await settled(() => journal().length === 0);
        for (const step of steps) {
          expect({ step, starts: machine.starts.get(step) }).toEqual({ step, starts: 1 });
          expect(platform.output(step)).toBe(output);
          expect(platform.reported.get(step)).toBe(output.length);
        }
        await ours.leave(false);
        rmSync(folder, { recursive: true });
        [machine, connector, platform, folder] = before;
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
