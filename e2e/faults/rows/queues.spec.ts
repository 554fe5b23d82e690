import type { ExecutionId, ListExecutionsReply } from '@switchyard/contracts';
import { eventually, House } from '../../house.js';
import { hurried, long } from '../profile.js';
import { Wire } from '../wire.js';

const many = long ? 10_000 : 60;

describe('a queue', () => {
  let house: House;
  let execution: Wire;
  beforeAll(async () => {
    house = await House.start({
      processes: true,
      environment: { ...hurried, SWEEP_MS: '2000', CONNECTOR_SLOTS: '16' },
    });
    execution = await Wire.as(house, 'execution');
  });
  afterAll(async () => {
    await execution.stop();
    await house.stop();
  });

  const triggerMany = async (pipeline: string, count: number): Promise<ExecutionId[]> => {
    const ids: ExecutionId[] = [];
    for (let i = 0; i < count; i += 20)
      ids.push(...(await Promise.all(Array.from({ length: 20 }, () => house.trigger(pipeline)))));
    return ids;
  };

  const listed = async (pipeline: string, status: string): Promise<ExecutionId[]> => {
    const ids: ExecutionId[] = [];
    for (let before = ''; ;) {
      const query = `pipeline=${pipeline}&status=${status}&limit=100${before}`;
      const page = await house.json<ListExecutionsReply>(`/api/ci/executions?${query}`);
      ids.push(...page.executions.map(one => one.id));
      if (!page.next) return ids;
      before = `&before=${page.next}`;
    }
  };

  const all = (pipeline: string, status: string, count: number) =>
    eventually(
      `${count} executions with ${status}`,
      async () => (await listed(pipeline, status)).length === count,
      200_000,
    );

  it(`of ${many} executions is accepted, listed, and run to its end`, async () => {
    const { pipeline } = await house.apply('name: queued\nsteps: [{ name: one, null: {} }]\n');
    const ids = await triggerMany(pipeline.id, many);
    expect(new Set(ids).size).toBe(many);
    await all(pipeline.id, 'success', many);
    expect((await listed(pipeline.id, 'success')).sort()).toEqual(ids.sort());
  }, 400_000);

  it(`of ${many} executions behind steps that hang is cancelled, every one`, async () => {
    const { pipeline } = await house.apply('name: hangs\nsteps: [{ name: one, null: { hang: true } }]\n');
    const ids = await triggerMany(pipeline.id, many);
    for (let i = 0; i < ids.length; i += 20)
      await Promise.all(
        ids.slice(i, i + 20).map(id =>
          eventually('the cancel to be taken', async () => {
            const { status } = await house.request(`/api/ci/executions/${id}/cancel`, { method: 'POST' });
            return status === 202;
          }),
        ),
      );
    await all(pipeline.id, 'cancelled', many);
  }, 400_000);

  it('whose stream of bells is full lets executions wait, and they go on when there is room', async () => {
    const stream = 'JOBS';
    const { config } = await execution.ask<{ config: object }>(`$JS.API.STREAM.INFO.${stream}`, {});
    for (const pool of ['shell-default', 'null-default'])
      await eventually('no bell left', async () => (await execution.owedTo(stream, pool)) === 0, 60_000);
    const full = { ...config, max_msgs: (await execution.heldBy(stream)) + 3 };
    const narrow = setInterval(() => {
      // The owner of the stream sets its bounds right in every sweep.
      void execution.ask(`$JS.API.STREAM.UPDATE.${stream}`, full).catch(() => undefined);
    }, 50);
    try {
      // Nobody answers these.
      await execution.ask(`$JS.API.STREAM.UPDATE.${stream}`, full);
      for (let i = 0; i < 10; i += 1)
        await execution.keep('yard.job.azure.default', '{"v":1,"attemptId":"x"}').catch(() => undefined);
      const { pipeline } = await house.apply('name: waits\nsteps: [{ name: one, run: echo hello }]\n');
      const ids = await triggerMany(pipeline.id, 20);
      const queued = await Promise.all(ids.map(id => eventually('the execution', () => house.get(id))));
      expect(queued.filter(view => view.status === 'failed')).toEqual([]);
      await eventually('a bell that found no room', async () => (await house.log()).includes('doorbell not rung'));
      const still = await Promise.all(ids.map(id => house.get(id)));
      expect(still.some(view => view.steps.some(step => step.status === 'queued'))).toBe(true);
      clearInterval(narrow);
      for (const id of ids) expect((await house.ended(id)).status).toBe('success');
    } finally {
      clearInterval(narrow);
    }
  }, 120_000);
});
