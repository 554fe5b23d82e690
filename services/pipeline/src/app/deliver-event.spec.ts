import type { DeliverEvent as Message, WebhookEvent } from '@switchyard/contracts';
import { newId } from './pipelines.story.js';
import { ReadDeliveries } from './read-deliveries.js';
import { aModel, anyGlobs } from './triggers.story.js';
import { aProcess, applied, aStore } from './triggers-house.story.js';

const setUp = async () => {
  const store = aStore();
  const process = aProcess(store);
  const branches = { only: ['main'], except: [] };
  const model = aModel('web', [{ type: 'git_push', branches, paths: anyGlobs }]);
  const pipelineId = await applied(store, process, model);
  const deliver = (deliveryId: string, event: Partial<WebhookEvent> = {}, more: Partial<Message> = {}) =>
    process.delivering.run({
      v: 1,
      pipelineId,
      deliveryId,
      event: { kind: 'push', event: 'push', branch: 'main', actor: 'alice', ...event },
      payload: '{"ref":"refs/heads/main"}',
      payloadBytes: 25,
      ...more,
    });
  const list = (limit = 50, before?: string) =>
    new ReadDeliveries(store.journal).list({ v: 1, pipelineId, limit, ...(before === undefined ? {} : { before }) });
  return { store, process, pipelineId, deliver, list };
};

describe('what comes to a webhook', () => {
  it('and is asked for starts an execution, with what came', async () => {
    const { store, deliver } = await setUp();
    const reply = await deliver('one');
    expect(reply).toMatchObject({
      result: 'taken',
      repeated: false,
      delivery: { decision: 'started', what: 'push to main' },
    });
    expect(store.executions.created).toMatchObject([
      {
        executionId: reply.result === 'taken' && reply.delivery.executionId,
        trigger: { type: 'git_push', branch: 'main', actor: 'alice' },
        plan: {
          stages: [{ steps: [{ environment: { YARD_EVENT: 'push', YARD_PAYLOAD: '{"ref":"refs/heads/main"}' } }] }],
        },
      },
    ]);
  });

  it('and comes again starts nothing more, and is answered the same', async () => {
    const { store, deliver } = await setUp();
    const [first, second] = [await deliver('one'), await deliver('one', { branch: 'other' })];
    expect(second).toMatchObject({ repeated: true });
    expect(first.result === 'taken' && second.result === 'taken' && second.delivery.executionId).toBe(
      first.result === 'taken' && first.delivery.executionId,
    );
    expect(store.executions.created).toHaveLength(1);
    await deliver('two');
    expect(store.executions.created).toHaveLength(2);
  });

  it('and comes twenty times at once starts one', async () => {
    const { store, deliver } = await setUp();
    await Promise.all(Array.from({ length: 20 }, () => deliver('one')));
    expect(new Set(store.executions.created.map(({ executionId }) => executionId)).size).toBe(1);
  });

  it('and is not asked for is written down with the rule', async () => {
    const { store, deliver, list } = await setUp();
    const reply = await deliver('one', { branch: 'x' });
    const reason = 'branch x matches none of main';
    expect(reply).toMatchObject({ delivery: { decision: 'skipped', reason } });
    expect(store.executions.created).toEqual([]);
    expect((await list()).deliveries).toMatchObject([
      { what: 'push to x', decision: 'skipped', reason, source: 'webhook' },
    ]);
  });

  it('says how its payload was cut', async () => {
    const { deliver } = await setUp();
    const reply = await deliver('one', {}, { payload: 'x'.repeat(10), payloadBytes: 70_000 });
    expect(reply).toMatchObject({ delivery: { reason: 'YARD_PAYLOAD has the first 10 of 70000 bytes' } });
  });

  it('of a pipeline that is disabled, or not there, starts nothing', async () => {
    const { store, process, pipelineId, deliver } = await setUp();
    const row = store.pipelines.rows.get(pipelineId);
    if (row) store.pipelines.rows.set(pipelineId, { ...row, disabled: { actor: 'alice', at: '' } });
    expect(await deliver('one')).toMatchObject({ delivery: { decision: 'skipped', reason: 'web is disabled' } });
    const gone = { v: 1 as const, pipelineId: newId(), deliveryId: 'a', payload: '', payloadBytes: 0 };
    const event = { kind: 'other' as const, event: 'x', actor: 'bob' };
    expect(await process.delivering.run({ ...gone, event })).toEqual({ result: 'unknown-pipeline' });
  });

  it('is answered although the execution service is away, and started later', async () => {
    const { store, process, deliver, list } = await setUp();
    const { create } = store.executions;
    store.executions.create = () => Promise.reject(new Error('away'));
    expect(await deliver('one')).toMatchObject({ delivery: { decision: 'accepted' } });
    store.executions.create = create;
    process.clock.at += 10_000;
    await process.taking.sweep();
    await process.taking.idle();
    expect(store.executions.created).toHaveLength(1);
    expect((await list()).deliveries).toMatchObject([{ decision: 'started' }]);
  });

  it('but needs an input that only people give says so', async () => {
    const { store, process, deliver, list } = await setUp();
    const inputs = [{ name: 'target', type: 'text' as const, required: true, options: [] }];
    await applied(store, process, aModel('web', [{ type: 'webhook', events: [] }], { inputs }));
    expect(await deliver('one')).toMatchObject({
      delivery: { decision: 'refused', reason: 'input target is required' },
    });
    expect(await deliver('one')).toMatchObject({ repeated: true, delivery: { decision: 'refused' } });
    expect((await list()).deliveries).toMatchObject([{ decision: 'refused', reason: 'input target is required' }]);
    expect(store.executions.created).toEqual([]);
  });

  it('and can never run says why', async () => {
    const { store, pipelineId, deliver, list } = await setUp();
    const row = store.pipelines.rows.get(pipelineId);
    store.executions.create = async () => {
      throw new Error('not reached');
    };
    if (row) store.pipelines.rows.set(pipelineId, { ...row, version: 2, yaml: 'nonsense' });
    expect(await deliver('one')).toMatchObject({
      delivery: { decision: 'refused', reason: 'version 2 of web cannot be read any more: apply the file again' },
    });
    expect((await list()).deliveries).toMatchObject([{ decision: 'refused' }]);
  });

  it('is listed newest first, page by page, without what only its start needs', async () => {
    const { process, deliver, list } = await setUp();
    for (const branch of ['a', 'b', 'c']) {
      process.clock.at += 1_000;
      await deliver(branch, { branch });
    }
    const first = await list(2);
    const second = await list(2, first.next);
    expect([first, second].map(({ deliveries }) => deliveries.map(({ what }) => what))).toEqual([
      ['push to c', 'push to b'],
      ['push to a'],
    ]);
    expect(second.next).toBeUndefined();
    expect(Object.keys(first.deliveries[0] ?? {}).sort()).toEqual([
      'at',
      'decision',
      'id',
      'pipelineVersion',
      'reason',
      'source',
      'what',
    ]);
  });
});

describe('inputs of a trigger by hand', () => {
  it('are checked all at once, before anything is accepted', async () => {
    const store = aStore();
    const process = aProcess(store);
    const inputs = [
      { name: 'target', type: 'choice' as const, required: true, options: ['staging', 'production'] },
      { name: 'count', type: 'number' as const, required: false, default: '1', options: [] },
    ];
    const pipelineId = await applied(store, process, aModel('deploy', [], { inputs }));
    const check = (given: Record<string, unknown>) => process.checking.run({ v: 1, pipelineId, inputs: given });
    expect(await check({ target: 'stagin', count: 'many', list: [], colour: 'red' })).toMatchObject({
      result: 'bad-inputs',
      mistakes: [
        { input: 'list', message: 'input list is a list' },
        { input: 'colour' },
        { input: 'target', suggestion: 'did you mean staging?' },
        { input: 'count' },
      ],
    });
    expect(await check({})).toMatchObject({ mistakes: [{ message: 'input target is required' }] });
    expect(await check({ target: 'staging', count: 3 })).toEqual({
      result: 'ok',
      inputs: { target: 'staging', count: '3' },
      pipeline: { name: 'deploy', project: 'default', version: 1 },
    });
    expect(await process.checking.run({ v: 1, pipelineId: newId(), inputs: {} })).toEqual({ result: 'missing' });
  });

  it('must name a repository where the source of a step is that of the trigger', async () => {
    const store = aStore();
    const process = aProcess(store);
    const pipelineId = await applied(store, process, aModel('web', [], { source: {} }));
    const check = (more: { repository?: string }) => process.checking.run({ v: 1, pipelineId, inputs: {}, ...more });
    expect(await check({})).toMatchObject({
      result: 'bad-inputs',
      mistakes: [{ input: '', message: expect.stringContaining('the trigger names none') }],
    });
    expect(await check({ repository: 'ext::sh' })).toMatchObject({ mistakes: [{ input: '' }] });
    expect(await check({ repository: 'https://git.example/web' })).toMatchObject({ result: 'ok' });
  });
});
