import type { ErrorAnswer, WebhookAnswer } from '@switchyard/contracts';
import { TriggerHouse } from './trigger-house.js';

const asked = `name: asked
on:
  manual:
    inputs:
      target: { type: choice, options: [staging, production], required: true }
      count: { type: number, default: 1 }
steps:
  - { name: say, run: 'printf "%s %s" "$INPUT_TARGET" "$INPUT_COUNT"' }
`;
const nightly = (name: string, cron: string) => `name: ${name}
on:
  schedule: { cron: '${cron}', time-zone: Europe/Berlin, branch: main }
steps:
  - { name: one, null: {} }
`;
const after = (name: string, other: string) => `name: ${name}
on:
  pipeline: ${other}
steps:
  - { name: one, null: {} }
`;

describe('what starts pipelines by itself', () => {
  let all: TriggerHouse;
  let house: TriggerHouse['house'];
  let store: TriggerHouse['store'];
  beforeAll(async () => {
    all = await TriggerHouse.start();
    ({ house, store } = all);
  });
  afterAll(() => all.stop());

  describe('a trigger by hand', () => {
    const trigger = (id: string, inputs: object, headers = {}) =>
      all.post(`/api/ci/pipelines/${id}/trigger`, { inputs }, { ...house.authorization, ...headers });

    it('is told all that is wrong with its inputs at once', async () => {
      const { pipeline } = await house.apply(asked);
      const response = await trigger(pipeline.id, { target: 'stagin', count: 'many', colour: 'red' });
      const answer = (await response.json()) as ErrorAnswer;
      expect([response.status, answer.code]).toEqual([400, 'bad-inputs']);
      expect(answer.details?.fields?.map(({ field }) => field).sort()).toEqual([
        'inputs.colour',
        'inputs.count',
        'inputs.target',
      ]);
      expect(answer.suggestions).toContain('did you mean staging?');
      expect((await trigger(pipeline.id, {})).status).toBe(400);
      expect(await all.executionsOf(pipeline.id)).toEqual([]);
    });

    it('gives its inputs to the steps, with the defaults of the others', async () => {
      const { pipeline } = await house.apply(asked);
      const response = await trigger(pipeline.id, { target: 'staging' }, { 'idempotency-key': 'asked' });
      const { execution_id } = (await response.json()) as WebhookAnswer;
      expect(await house.output(await house.ended(execution_id!), 'say')).toBe('staging 1');
      const other = await trigger(pipeline.id, { target: 'production' }, { 'idempotency-key': 'asked' });
      expect(other.status).toBe(422);
    });
  });

  describe('a schedule', () => {
    const rowOf = (id: string) => store.connection.collection('schedules').findOne({ pipelineId: id });
    /** As if its time had come. */
    const makeDue = (id: string, nextAt: number) =>
      store.connection.collection('schedules').updateOne({ pipelineId: id }, { $set: { nextAt } });
    const minute = Math.floor(Date.now() / 60_000) * 60_000;

    it('that is due starts one execution', async () => {
      const { pipeline } = await house.apply(nightly('yearly', '0 4 1 1 *'));
      expect((await rowOf(pipeline.id))?.['nextAt']).toBeGreaterThan(Date.now());
      await makeDue(pipeline.id, minute);
      const [delivery] = await all.settled(pipeline.id);
      const tick = `${new Date(minute).toISOString().slice(0, 16)}Z`;
      expect(delivery).toMatchObject({
        what: `tick ${tick}`,
        decision: 'started',
        trigger: { type: 'schedule', branch: 'main', tick: expect.stringMatching(new RegExp(`@${tick}$`)) },
      });
      expect((await house.ended(delivery!.executionId!)).status).toBe('success');
      expect(await all.executionsOf(pipeline.id)).toHaveLength(1);
      expect((await rowOf(pipeline.id))?.['nextAt']).toBeGreaterThan(Date.now());
    });

    it('makes up once for what passed while no scheduler ran', async () => {
      const { pipeline } = await house.apply(nightly('daily', '@daily'));
      const nextAt = (await rowOf(pipeline.id))?.['nextAt'] as number;
      await makeDue(pipeline.id, nextAt - 4 * 86_400_000);
      const found = await all.settled(pipeline.id);
      expect(found.map(({ decision }) => decision).sort()).toEqual(['skipped', 'started']);
      expect(found.find(({ decision }) => decision === 'skipped')?.reason).toMatch(
        /^3 ticks passed while no scheduler ran/,
      );
      expect((await rowOf(pipeline.id))?.['nextAt']).toBe(nextAt);
    });

    it('is gone with the version that had it', async () => {
      const { pipeline } = await house.apply(nightly('monthly', '@monthly'));
      expect(await rowOf(pipeline.id)).not.toBeNull();
      await house.apply('name: monthly\nsteps:\n  - { name: one, null: {} }\n');
      expect(await rowOf(pipeline.id)).toBeNull();
    });
  });

  describe('a pipeline that waits for another', () => {
    it('is started by its end, once, and never starts itself again', async () => {
      const { pipeline: build } = await house.apply(after('chain-build', 'chain-deploy'));
      const { pipeline: deploy } = await house.apply(after('chain-deploy', 'chain-build'));
      const first = await house.trigger(build.id, { branch: 'main' });
      await house.ended(first);
      const [delivery] = await all.settled(deploy.id);
      expect(delivery).toMatchObject({
        what: 'chain-build ended with success',
        decision: 'started',
        trigger: { type: 'pipeline', after: first, depth: 1, branch: 'main', actor: 'pipeline chain-build' },
      });
      await house.ended(delivery!.executionId!);
      const [refused] = await all.settled(build.id, 'skipped');
      expect(refused).toMatchObject({
        decision: 'skipped',
        reason: 'chain-build would start itself again: chain-build → chain-deploy → chain-build',
      });
      expect([await all.executionsOf(build.id), await all.executionsOf(deploy.id)].map(({ length }) => length)).toEqual(
        [1, 1],
      );
    });

    it('says why an end did not start it', async () => {
      const { pipeline: waits } = await house.apply(after('waits', 'fails'));
      const failed = await house.run('name: fails\nsteps:\n  - { name: one, null: { exit: 3 } }\n');
      expect(failed.status).toBe('failed');
      expect((await all.settled(waits.id, 'skipped'))[0]).toMatchObject({
        what: 'fails ended with failed',
        reason: 'it ended with failed, and only success starts this',
      });
    });
  });
});
