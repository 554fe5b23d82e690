import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptId, BeatReply, ExecutionId, Pool } from '@switchyard/contracts';
import { SetClock } from '@switchyard/testkit';
import { Admittance } from './admittance.js';
import { beat, beatEvery, calmly } from './beat.js';
import { Journal } from './journal.js';
import { HostSecrets } from './secrets/host-secrets.js';
import { Worker } from './worker.js';
import { FakePlatform, Machine, MachineConnector } from './worker.story.js';
import { Workspaces } from './workspaces.js';

const execution = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const one = `${execution}.one.1` as AttemptId;

describe('a beat', () => {
  let folder: string;
  let parts: Parameters<typeof beat>[0];
  let machine: Machine;
  let connector: MachineConnector;
  let platform: FakePlatform;
  const clock = new SetClock(1_000);
  const answer = (reply: Partial<BeatReply>) =>
    (platform.beat = async () => ({ cancel: [], fenced: [], release: [], ...reply }));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-beat-'));
    machine = new Machine();
    connector = new MachineConnector(machine);
    platform = new FakePlatform();
    const [journal, workspaces] = await Promise.all([Journal.open(folder), Workspaces.open(folder)]);
    const secrets = await HostSecrets.open(folder);
    const worker = new Worker(connector, platform, journal, workspaces, secrets, 4, () => undefined);
    parts = {
      platform,
      worker,
      workspaces,
      pool: 'default' as Pool,
      slots: 4,
      clock,
      admittance: new Admittance(() => undefined),
    };
    await worker.take(one);
    while (!machine.has(one)) await new Promise(setImmediate);
    connector.fed.length = 0;
  });
  afterEach(async () => {
    machine.finish(one);
    await parts.worker.leave(false);
    rmSync(folder, { recursive: true });
  });

  it('that is answered feeds what runs', async () => {
    answer({});
    await beat(parts);
    expect(connector.fed).toEqual([one]);
  });

  it('that is not answered feeds nothing', async () => {
    platform.beat = () => Promise.reject(new Error('the bus is away'));
    await expect(beat(parts)).rejects.toThrow('away');
    expect(connector.fed).toEqual([]);
  });

  it('whose answer was held up, as by a suspended process, feeds nothing', async () => {
    platform.beat = async () => {
      clock.at += 5_000;
      return { cancel: [], fenced: [], release: [] };
    };
    await beat(parts);
    expect(connector.fed).toEqual([]);
  });

  it('takes nothing more where the answer says so, tells that at once, and takes steps again', async () => {
    const said: (boolean | undefined)[] = [];
    let drain = true;
    platform.beat = async ({ drained }) => {
      said.push(drained);
      return { cancel: [], fenced: [], release: [], ...(drain ? { drain } : {}) };
    };
    await beat(parts);
    expect(said).toEqual([undefined, true]);
    expect(parts.admittance).toMatchObject({ isOpen: false, isDrained: true });
    drain = false;
    await beat(parts);
    expect(said).toEqual([undefined, true, true, undefined]);
    expect(parts.admittance.isOpen).toBe(true);
    expect(connector.fed).toContain(one);
  });

  it('says what runs and which workspaces are kept', async () => {
    let said: object | undefined;
    platform.beat = async message => {
      said = message;
      return { cancel: [], fenced: [], release: [] };
    };
    await beat(parts);
    expect(said).toMatchObject({ running: [one], workspaces: [execution], slots: 4, pool: 'default' });
  });

  it('removes the workspaces that were released, also those of an earlier process, and no other', async () => {
    const [released, kept] = ['01m84ywyccwh2egkrpyg85s86d', '01m84ywyccwh2egkrpyg85s86e'] as ExecutionId[];
    for (const id of [released, kept]) await parts.workspaces.make(id as ExecutionId);
    answer({ release: [released as ExecutionId] });
    await beat(parts);
    expect((await parts.workspaces.list()).sort()).toEqual([execution, kept]);
  });

  it('does the rest when a workspace cannot be removed', async () => {
    parts.workspaces.remove = () => Promise.reject(new Error('busy'));
    answer({ release: ['01m84ywyccwh2egkrpyg85s86d' as ExecutionId], fenced: [one] });
    await beat(parts);
    expect(connector.killed).toEqual([one]);
  });

  it('ends what belongs to somebody else now', async () => {
    answer({ fenced: [one] });
    await beat(parts);
    expect([connector.killed, parts.worker.running]).toEqual([[one], []]);
  });

  it('is left out every second time while all is calm, and never after one that failed', async () => {
    const said: string[] = [];
    let [calm, fails] = [true, false];
    const next = calmly(
      async () => calm,
      async () => {
        said.push(fails ? 'failed' : 'beat');
        if (fails) throw new Error('not answered');
      },
    );
    const times = async (count: number) => {
      for (let n = 0; n < count; n += 1) await next().catch(() => undefined);
      return said.splice(0);
    };
    expect(await times(4)).toEqual(['beat', 'beat']);
    calm = false;
    expect(await times(3)).toEqual(['beat', 'beat', 'beat']);
    [calm, fails] = [true, true];
    expect(await times(4)).toEqual(['failed', 'failed', 'failed']);
    fails = false;
    expect(await times(2)).toEqual(['beat']);
  });

  it('that fails is followed by the next, until the signal', async () => {
    const enough = new AbortController();
    let beats = 0;
    await beatEvery(1, enough.signal, async () => {
      beats += 1;
      if (beats === 3) enough.abort();
      throw new Error('not answered');
    });
    expect(beats).toBe(3);
  });
});
