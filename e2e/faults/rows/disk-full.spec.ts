import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorAnswer } from '@switchyard/contracts';
import { eventually, House } from '../../house.js';
import { Counted } from '../counted.js';
import { Outsider } from '../outsider.js';
import { drawnFrom, hurried, seed } from '../profile.js';
import { SmallDisk } from '../small-disk.js';
import { StoreProcess } from '../store-process.js';
import { Wire } from '../wire.js';

const reason = SmallDisk.impossible();
const rows = reason ? describe.skip : describe;

rows(`a full disk (seed ${seed})${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let disk: SmallDisk;
  let undo: (() => Promise<unknown>)[];
  beforeEach(() => {
    disk = SmallDisk.make(16);
    undo = [];
  });
  afterEach(async () => {
    disk.free();
    for (const step of undo.reverse()) await step();
    disk.remove();
  });

  /** A house that will be stopped, whose own connector is busy for ever. */
  const started = async (environment: Record<string, string>, data?: string) => {
    const house = await House.start({
      processes: true,
      environment: { ...hurried, ...environment },
      ...(data ? { data } : {}),
    });
    undo.push(() => house.stop());
    return house;
  };

  const disks = [
    {
      what: 'of a connector fails the step that fills it, in its own words, and nothing after it',
      fills: async () => {
        const house = await started({ CONNECTOR_SLOTS: '1' });
        const busy = await house.begin('name: busy\nsteps: [{ name: waits, run: sleep 600 }]\n');
        await house.running(busy);
        const second = await Outsider.start(house, 'connector-shell', { data: disk.directory, environment: hurried });
        undo.push(() => second.stop());

        const writes = await house.run(
          'name: writes\nsteps: [{ name: fills, run: dd if=/dev/zero of=big bs=1M count=40 }]\n',
        );
        expect(writes.status).toBe('failed');
        expect(writes.steps[0]).toMatchObject({
          failure: 'user',
          exitCode: 1,
          reason: expect.stringContaining("the disk of the step's machine is full"),
        });

        const prints = await house.run(
          'name: prints\nsteps: [{ name: floods, run: "yes | head -c 30000000; echo end" }]\n',
        );
        expect(prints.steps[0]).toMatchObject({ status: 'success' });
        const [attempt] = prints.steps[0]?.attempts ?? [];
        expect(attempt?.droppedBytes).toBeGreaterThan(10_000_000);

        // What ended well leaves nothing; its room must not come back behind what fills the disk.
        await eventually('nothing left of what was printed', async () => {
          const left = await Promise.all(['journal', 'workspaces'].map(one => readdir(join(disk.directory, one))));
          return !left.flat().some(name => name.startsWith(prints.id));
        });
        disk.fill();
        const waits = await house.begin('name: waits\nsteps: [{ name: one, run: echo hello }]\n');
        const wire = await Wire.as(house, 'execution');
        undo.push(() => wire.stop());
        await eventually('a bell put back', async () => (await wire.owedTo('JOBS', 'shell-default')) > 0);
        expect((await house.get(waits)).steps.map(step => step.status)).toEqual(['queued']);
        disk.free();
        expect((await house.ended(waits)).status).toBe('success');
      },
    },
    {
      what: 'of the store is told to callers; running steps go on, and all ends well when there is room',
      fills: async () => {
        const store = await StoreProcess.start(disk.directory);
        undo.push(() => store.stop());
        const house = await started({ MONGODB_URI: store.uri });
        const counted = new Counted(house);
        undo.push(async () => counted.remove());
        const { pipeline } = await house.apply('name: more\nsteps: [{ name: one, run: echo hello }]\n');
        await counted.begin(3, 2);
        await counted.running();
        disk.fill();
        const refused = await eventually('a refusal', async () => {
          const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
          const response = await house.request(`/api/ci/pipelines/${pipeline.id}/trigger`, init);
          return response.ok ? undefined : response;
        });
        expect(refused.status).toBe(503);
        expect(refused.headers.get('retry-after')).not.toBeNull();
        expect(((await refused.json()) as ErrorAnswer).code).toBe('store-full');
        disk.free();
        await counted.check();
        const id = await eventually('a trigger that is taken', () => house.trigger(pipeline.id).catch(() => undefined));
        expect((await house.ended(id)).status).toBe('success');
      },
    },
    {
      what: 'of NATS loses nothing, and all ends well when there is room',
      fills: async () => {
        const data = await mkdtemp(join(tmpdir(), 'yard-house-'));
        undo.push(() => rm(data, { recursive: true, force: true }));
        await symlink(disk.directory, join(data, 'nats'));
        const house = await started({}, data);
        const counted = new Counted(house);
        undo.push(async () => counted.remove());
        await counted.begin(3, 2);
        await counted.running();
        const wire = await Wire.as(house, 'execution');
        undo.push(() => wire.stop());
        disk.fill();
        await counted.begin(3, 1);
        // The server has met the full disk when it takes nothing more; some versions of it then answer nobody any more.
        await eventually('a NATS that keeps nothing', () =>
          wire.keep('yard.dlq.full', 'x'.repeat(4_096), { withinMs: 1_000 }).then(
            () => false,
            () => true,
          ),
        );
        disk.free();
        await counted.check();
      },
    },
  ];

  it.each(drawnFrom(disks, 2))('$what', ({ fills }) => fills(), 150_000);
});
