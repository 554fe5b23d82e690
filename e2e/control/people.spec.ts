import type { ExecutionId, ReadFeedReply } from '@switchyard/contracts';
import { eventually, House } from '../house.js';
import { Control } from './house-control.js';

const happened = (house: House, id: ExecutionId, type: string) =>
  eventually(type, async () => (await new Control(house).events(id)).find(event => event.type === type));

describe('people', () => {
  let house: House;
  let control: Control;
  beforeAll(async () => {
    house = await House.start();
    control = new Control(house);
  });
  afterAll(() => house.stop());

  const gated = `name: gated
steps:
  - { name: ask, approval: { by: [alice, bob], quorum: 2 } }
  - { name: deploy, run: 'echo deployed' }
`;

  it('approve a step together, and only those who may', async () => {
    const id = await house.begin(gated);
    await happened(house, id, 'step.held');
    expect(await control.why(id, 'ask')).toEqual(['waits for 2 more approvals from alice, bob']);
    expect(await control.why(id, 'deploy')).toEqual(['waits for step ask (waiting-approval)']);
    const body = { method: 'POST', headers: { 'content-type': 'application/json', 'yard-actor': 'eve' } };
    const asEve = { ...body, body: JSON.stringify({ step: 'ask' }) };
    expect(await control.refusal(`/api/ci/executions/${id}/approve`, asEve)).toEqual({
      status: 403,
      code: 'not-allowed',
    });
    expect(await control.review(id, 'approve', 'ask', 'alice')).toMatchObject({
      missing: 1,
      status: 'waiting-approval',
    });
    expect(await control.review(id, 'approve', 'ask', 'alice')).toMatchObject({ missing: 1 });
    expect(await control.review(id, 'approve', 'ask', 'bob')).toMatchObject({ missing: 0 });
    const view = await house.ended(id);
    expect(view.status).toBe('success');
    expect(view.steps[0]?.approval?.reviews.map(review => review.actor)).toEqual(['alice', 'bob']);
  });

  it('reject it, and everybody can see who did', async () => {
    const id = await house.begin(gated);
    await happened(house, id, 'step.held');
    await control.review(id, 'reject', 'ask', 'bob');
    const view = await house.ended(id);
    expect(view).toMatchObject({ status: 'failed', reason: 'step ask: rejected by bob' });
    expect(view.steps.map(step => step.cause)).toEqual([
      { kind: 'actor', ref: 'bob' },
      { kind: 'step', ref: 'ask' },
    ]);
  });

  it('pause an execution and let it go on', async () => {
    const id = await house.begin('name: paused\nsteps: [{ name: a, run: sleep 60 }, { name: b, run: echo b }]\n');
    await house.running(id);
    await control.post(id, 'pause', { reason: 'look first' }, { 'yard-actor': 'Zo%C3%AB' });
    expect((await house.get(id)).paused).toMatchObject({ actor: 'Zoë', reason: 'look first' });
    expect(await control.why(id)).toContain('paused by Zoë: look first');
    await control.post(id, 'cancel', {});
    expect((await house.ended(id)).status).toBe('cancelled');
    const second = await house.begin(
      'name: paused-2\nsteps: [{ name: a, run: echo a }, { name: b, approval: true }]\n',
    );
    await happened(house, second, 'step.held');
    await control.post(second, 'pause');
    await control.review(second, 'approve', 'b', 'alice');
    expect((await house.get(second)).steps[1]?.status).toBe('waiting-approval');
    expect(await control.post(second, 'resume')).toMatchObject({ status: 'running' });
    expect((await house.ended(second)).status).toBe('success');
  });

  it('see the executions of a group run one by one, in order, and each with its reason', async () => {
    const yaml = `name: grouped
concurrency: { group: site, key: env.TARGET }
steps: [{ name: a, approval: true }]
`;
    const { pipeline } = await house.apply(yaml);
    const ids: ExecutionId[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(await house.trigger(pipeline.id, { environment: { TARGET: 'eu' } }));
    const [first, second, third] = ids as [ExecutionId, ExecutionId, ExecutionId];
    const other = await house.trigger(pipeline.id, { environment: { TARGET: 'us' } });
    await happened(house, other, 'step.held');
    await happened(house, first, 'step.held');
    await eventually('three executions of the group', async () => (await house.get(third)).group);
    expect((await control.why(third))[0]).toBe(
      `waits for the one place of concurrency group site/eu, taken by ${first}; 1 before it in line`,
    );
    for (const id of [first, second, third]) {
      await happened(house, id, 'step.held');
      await control.review(id, 'approve', 'a', 'alice');
      expect((await house.ended(id)).status).toBe('success');
    }
    await control.post(other, 'cancel');
    await house.ended(other);
  });

  it('let clean-up run after a cancel, and end it by force', async () => {
    const yaml = `name: cleaned
steps: [{ name: long, run: sleep 60 }]
always: [{ name: clean, run: 'echo cleaning; sleep 60' }]
`;
    const id = await house.begin(yaml);
    await house.running(id);
    await control.post(id, 'cancel', { reason: 'enough' });
    await house.until(id, frame => frame.event === 'log' && frame.data.text.includes('cleaning'));
    await control.post(id, 'cancel', { force: true });
    const view = await house.ended(id);
    expect(view).toMatchObject({ status: 'cancelled' });
    expect(view.steps.map(step => step.status)).toEqual(['cancelled', 'cancelled']);
  });

  it('look at an execution as it was after any of its events, and at its last state as its events say', async () => {
    const view = await house.run(
      'name: looked-at\nsteps: [{ name: a, run: exit 3, retry: { limit: 1, backoff: { initial: 0 } } }]\n',
    );
    const events = await control.events(view.id);
    expect(events.map(event => event.data.rev)).toEqual(events.map((_, index) => index + 1));
    expect(await control.at(view.id, 1)).toMatchObject({ rev: 1, status: 'pending' });
    expect(JSON.stringify(await control.at(view.id, view.rev))).toBe(JSON.stringify(view));
    const beyond = await control.refusal(`/api/ci/executions/${view.id}?at=${view.rev + 1}`);
    expect(beyond).toEqual({ status: 404, code: 'unknown-event' });
  });

  it('read what happened in all executions, page by page, by project and type', async () => {
    const since = new Date(Date.now() - 1_000).toISOString();
    const view = await house.run('name: fed\nsteps: [{ name: a, run: echo hi }]\n');
    const all: string[] = [];
    for (let after = ''; ;) {
      const page = await house.json<ReadFeedReply>(
        `/api/ci/events?project=default&since=${since}&limit=3${after && `&after=${encodeURIComponent(after)}`}`,
      );
      all.push(...page.events.filter(event => event.data.executionId === view.id).map(event => event.type));
      if (!page.next || page.events.length < 3) break;
      after = page.next;
    }
    expect(all).toEqual((await control.events(view.id)).map(event => event.type));
    const finished = await house.json<ReadFeedReply>(`/api/ci/events?type=step.finished&since=${since}`);
    expect(finished.events.map(event => event.data.executionId)).toContain(view.id);
    const nobody = await house.json<ReadFeedReply>(`/api/ci/events?project=nobody`);
    expect(nobody.events).toEqual([]);
    expect(await control.refusal('/api/ci/events?type=nothing')).toEqual({ status: 400, code: 'bad-request' });
  });
});

describe('who asks for more than a project may have in line', () => {
  let house: House;
  let control: Control;
  beforeAll(async () => {
    house = await House.start({ environment: { MAX_QUEUED_PER_PROJECT: '4' } });
    control = new Control(house);
  });
  afterAll(() => house.stop());

  it('is told so with numbers', async () => {
    const { pipeline } = await house.apply('name: line\nconcurrency: line\nsteps: [{ name: a, approval: true }]\n');
    const ids: ExecutionId[] = [];
    for (let n = 0; n < 4; n += 1) ids.push(await house.trigger(pipeline.id));
    const response = await house.request(`/api/ci/pipelines/${pipeline.id}/trigger`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('10');
    expect(await response.json()).toMatchObject({
      code: 'too-many-queued',
      message: expect.stringMatching(/^project default has \d executions queued, and 4 is the most$/),
    });
    for (const id of ids) await control.post(id, 'cancel');
    for (const id of ids) expect((await house.ended(id)).status).toBe('cancelled');
  });
});
