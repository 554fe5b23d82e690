import type { HookAnswer, ListHookDeliveriesReply } from '@switchyard/contracts';
import { execution, type HooksHouse, signatureOf, startHooks } from './hooks-house.story.js';

describe('the webhooks of a project', () => {
  let house: HooksHouse;
  beforeAll(async () => (house = await startHooks()));
  afterAll(() => house.stop());
  beforeEach(() => house.rest());

  it.each([
    ['GitHub', (body: object) => house.github(body, { 'x-github-delivery': 'd1' })],
    ['GitHub without a number', (body: object) => house.github(body)],
    [
      'GitHub, each time under another number',
      (body: object) => house.github(body, { 'x-github-delivery': `n${Math.random()}` }),
    ],
    [
      'GitLab',
      (body: object) =>
        house.post('/api/webhooks/gitlab', body, {
          'x-gitlab-event': 'Push Hook',
          'x-gitlab-token': house.secret,
          'x-gitlab-event-uuid': 'u1',
        }),
    ],
    [
      'anybody',
      (body: object) => house.post(`/api/webhooks/generic/${house.secret}`, body, { 'idempotency-key': 'k1' }),
    ],
  ])('that come from %s a hundred times at once are one delivery', async (_, send) => {
    const body = house.push();
    const answers = await Promise.all(Array.from({ length: 100 }, () => send(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(answers.map(({ answer }) => answer.delivery)).size).toBe(1);
    expect(answers.filter(({ answer }) => !answer.repeated)).toHaveLength(1);
    await house.hooks.handOver.idle();
    expect(house.others.delivered).toHaveLength(1);
    expect((await house.journal('?limit=1'))[0]).toMatchObject({
      id: answers[0]?.answer.delivery,
      outcome: 'started',
      branch: 'main',
      pipelines: [{ pipelineName: 'web', executionId: execution }],
    });
  });

  it('of a numbered sender of no known kind may say the same again', async () => {
    const body = { event: 'deploy' };
    const send = (number: string) =>
      house.post(`/api/webhooks/generic/${house.secret}`, body, { 'x-yard-delivery': number });
    const [first, second] = [await send('g1'), await send('g2')];
    expect([first.answer.repeated, second.answer.repeated]).toEqual([false, false]);
  });

  it('work while every other service is down, within a second, and hand over later', async () => {
    house.others.away = true;
    const started = performance.now();
    const { status, answer } = await house.github(house.push());
    expect(status).toBe(202);
    expect(performance.now() - started).toBeLessThan(1_000);
    await house.hooks.handOver.idle();
    expect((await house.journal('?outcome=waiting'))[0]).toMatchObject({ id: answer.delivery, pipelines: [] });
    house.others.away = false;
    house.hooks.handOver.begin((await house.hooks.inbox.find(answer.delivery, undefined))!);
    await house.hooks.handOver.idle();
    expect(await house.ask(`/api/webhooks/deliveries/${answer.delivery}`)).toMatchObject({ outcome: 'started' });
  });

  it('can be replayed, which is a delivery of its own', async () => {
    const { answer } = await house.github(house.push());
    await house.hooks.handOver.idle();
    const replayed = await house.ask<HookAnswer>(`/api/webhooks/deliveries/${answer.delivery}/replay`, 'POST');
    await house.hooks.handOver.idle();
    expect(replayed).toMatchObject({ repeated: false, message: `it repeats ${answer.delivery}` });
    expect(house.others.delivered.map(one => one.deliveryId)).toEqual([answer.delivery, replayed.delivery]);
    expect(house.others.delivered[0]?.event).toEqual(house.others.delivered[1]?.event);
    expect((await house.journal('?limit=1'))[0]).toMatchObject({ id: replayed.delivery, replayOf: answer.delivery });
    const foreign = `/api/webhooks/deliveries/${answer.delivery}/replay?project=other`;
    expect(await house.ask(foreign, 'POST')).toMatchObject({ code: 'unknown-delivery' });
    expect(await house.ask(`/api/webhooks/deliveries/${execution}/replay`, 'POST')).toMatchObject({
      code: 'unknown-delivery',
    });
  });

  it('are listed page by page, newest first', async () => {
    const all = await house.journal('?limit=200');
    const first = await house.ask<ListHookDeliveriesReply>('/api/webhooks/deliveries?limit=2');
    const second = await house.ask<ListHookDeliveriesReply>(`/api/webhooks/deliveries?limit=2&before=${first.next}`);
    expect([...first.deliveries, ...second.deliveries]).toEqual(all.slice(0, 4));
    expect(JSON.stringify(all)).not.toContain(house.secret);
  });

  it('say within a second that the store is away, and when to come again', async () => {
    const { insert } = house.hooks.inbox as unknown as { insert: unknown };
    Object.assign(house.hooks.inbox, { insert: () => new Promise<never>(() => undefined) });
    const started = performance.now();
    const told = await house.github(house.push());
    Object.assign(house.hooks.inbox, { insert });
    expect([told.status, told.answer.code, told.headers.get('retry-after')]).toEqual([503, 'store-silent', '1']);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('are closed when the token is taken away, and have no token in the store', async () => {
    const again = await house.makeToken();
    expect(again.replaced).toBe(true);
    expect((await house.github(house.push())).status).toBe(401);
    const rows = await house.store.connection.collection('projectWebhookTokens').find().toArray();
    const audit = await house.store.connection.collection('audit').find().toArray();
    expect(audit.length).toBeGreaterThan(1);
    expect(JSON.stringify([rows, audit])).not.toContain(again.token);
    await house.ask('/api/projects/default/webhook-token', 'DELETE');
    const body = house.push();
    const signature = signatureOf(JSON.stringify(body), again.token);
    const told = await house.github(body, { 'x-hub-signature-256': signature });
    expect(told.answer.code).toBe('wrong-webhook-token');
  });
});
