import { createHmac } from 'node:crypto';
import type { DeliveryView, ErrorAnswer, ListDeliveriesReply, WebhookAnswer } from '@switchyard/contracts';
import { TriggerHouse } from './trigger-house.js';

const hooked = `name: hooked
on:
  push: { branches: [main, 'release/*'], paths: ['src/**'] }
  tag: 'v*'
  webhook: { events: [deploy] }
steps:
  - { name: say, run: 'printf "%s|%s|%s|%s" "$YARD_TRIGGER" "$YARD_BRANCH" "$YARD_EVENT" "$YARD_PAYLOAD"' }
`;

describe('a webhook', () => {
  let all: TriggerHouse;
  let house: TriggerHouse['house'];
  let store: TriggerHouse['store'];
  let id: string;
  let token: string;
  let path: string;
  beforeAll(async () => {
    all = await TriggerHouse.start();
    ({ house, store } = all);
    id = (await house.apply(hooked)).pipeline.id;
    ({ token, path } = await all.makeToken(id));
  });
  afterAll(() => all.stop());
  const push = (branch: string, files = ['src/a.ts']) => ({
    ref: `refs/heads/${branch}`,
    after: 'a'.repeat(40),
    commits: [{ added: files, modified: [], removed: [] }],
    sender: { login: 'alice' },
  });

  it('that is signed starts an execution, and what came reaches the steps', async () => {
    const body = JSON.stringify(push('main'));
    const signature = `sha256=${createHmac('sha256', token).update(body).digest('hex')}`;
    const response = await all.post(path, body, { 'x-hub-signature-256': signature, 'x-github-event': 'push' });
    const answer = (await response.json()) as WebhookAnswer;
    expect([response.status, answer.message]).toEqual([202, 'the execution was accepted']);
    const execution = await house.ended(answer.execution_id!);
    expect(execution).toMatchObject({
      status: 'success',
      trigger: { type: 'git_push', branch: 'main', commit: 'a'.repeat(40), actor: 'alice', event: 'push' },
    });
    expect(await house.output(execution, 'say')).toBe(`git_push|main|push|${body}`);
    expect((await all.settled(id))[0]).toMatchObject({
      what: 'push to main',
      decision: 'started',
      executionId: answer.execution_id,
    });
  });

  it.each<[string, (token: string) => { headers?: Record<string, string>; query?: string }]>([
    ['a header', given => ({ headers: { 'x-yard-token': given } })],
    ['the header of GitLab', given => ({ headers: { 'x-gitlab-token': given } })],
    ['a bearer token', given => ({ headers: { authorization: `Bearer ${given}` } })],
    ['its address', given => ({ query: `?token=${given}` })],
  ])('takes the token as %s, and no other', async (_what, show) => {
    const send = (given: string) => {
      const { headers = {}, query = '' } = show(given);
      return all.post(`${path}${query}`, { event: 'deploy' }, headers);
    };
    expect((await send(token)).status).toBe(202);
    const refused = await send('yhk_guess');
    expect([refused.status, ((await refused.json()) as ErrorAnswer).code]).toEqual([401, 'wrong-webhook-token']);
  });

  it.each([
    ['nothing', {}, 'no-webhook-token'],
    ['a wrong signature', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }, 'wrong-webhook-token'],
  ])('lets nobody in who shows %s', async (_what, headers, code) => {
    const response = await all.post(path, { event: 'deploy' }, headers);
    expect([response.status, ((await response.json()) as ErrorAnswer).code]).toEqual([401, code]);
  });

  it('tells nobody without a token whether a pipeline is there', async () => {
    const unknown = await all.post('/api/ci/pipelines/01m84ywyccwh2egkrpyg85s86c/webhook', {}, { 'x-yard-token': 'x' });
    expect([unknown.status, ((await unknown.json()) as ErrorAnswer).code]).toEqual([401, 'no-webhook-token']);
    expect((await all.post('/api/ci/pipelines/01m84ywyccwh2egkrpyg85s86c/webhook-token', {})).status).toBe(401);
  });

  it.each([
    ['push', push('feature/x'), 'branch feature/x matches none of main, release/*'],
    ['push', push('main', ['docs/a.md']), 'the changed file docs/a.md matches none of src/**'],
    ['push', { ref: 'refs/tags/nightly', after: 'b'.repeat(40) }, 'tag nightly matches none of v*'],
    ['ping', { zen: 'Anything added dilutes everything else.' }, 'a ping only asks whether the webhook answers'],
  ])('of %s that is not asked for runs nothing, and says by which rule', async (event, body, reason) => {
    const response = await all.post(path, body, { 'x-yard-token': token, 'x-github-event': event });
    expect(response.status).toBe(200);
    const answer = (await response.json()) as WebhookAnswer;
    expect(answer.skipped).toBe(true);
    expect(answer.reason).toContain(reason);
    expect(answer).not.toHaveProperty('execution_id');
    const [newest] = await all.deliveriesOf(id);
    expect(newest).toMatchObject({ decision: 'skipped', reason: answer.reason });
  });

  it('starts one execution for one delivery, also when it comes twenty times at once', async () => {
    const send = async () =>
      (await all.post(path, { event: 'deploy' }, { 'x-yard-token': token, 'x-yard-delivery': 'once' })).json();
    const answers = (await Promise.all(Array.from({ length: 20 }, send))) as WebhookAnswer[];
    expect(new Set(answers.map(answer => answer.execution_id)).size).toBe(1);
    expect(await send()).toEqual({
      execution_id: answers[0]?.execution_id,
      message: 'this delivery came before: the execution was accepted',
    });
    expect((await all.deliveriesOf(id)).filter(one => one.id.endsWith(':once'))).toHaveLength(1);
  });

  it('cuts a large payload, and says so', async () => {
    const body = { event: 'deploy', text: 'x'.repeat(100_000) };
    const answer = (await (await all.post(path, body, { 'x-yard-token': token })).json()) as WebhookAnswer;
    expect(answer.reason).toBe(`YARD_PAYLOAD has the first 65536 of ${JSON.stringify(body).length} bytes`);
    const execution = await house.ended(answer.execution_id!);
    expect(await house.output(execution, 'say')).toBe(`webhook||deploy|${JSON.stringify(body).slice(0, 65_536)}`);
    const tooLarge = await all.post(path, { text: 'x'.repeat(1_100_000) }, { 'x-yard-token': token });
    expect(tooLarge.status).toBe(413);
  });

  it('has a new token when it is asked for one, and none when it is taken away', async () => {
    const { pipeline } = await house.apply(hooked.replace('name: hooked', 'name: rotated'));
    const first = await all.makeToken(pipeline.id);
    const second = await all.makeToken(pipeline.id);
    expect([first.replaced, second.replaced]).toEqual([false, true]);
    const send = (given: string) => all.post(second.path, { event: 'deploy' }, { 'x-yard-token': given });
    expect([(await send(first.token)).status, (await send(second.token)).status]).toEqual([401, 202]);
    const remove = () => house.request(`/api/ci/pipelines/${pipeline.id}/webhook-token`, { method: 'DELETE' });
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 404]);
    expect((await send(second.token)).status).toBe(401);
    const kept = await store.connection.collection('webhookTokens').find().toArray();
    expect(JSON.stringify(kept)).not.toMatch(/yhk_/);
  });

  it('lists what came, newest first, page by page', async () => {
    const known = await all.deliveriesOf(id);
    const seen: DeliveryView[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const query: string = next === '' ? '' : `&before=${encodeURIComponent(next)}`;
      const page: ListDeliveriesReply = await house.json(`/api/ci/pipelines/${id}/deliveries?limit=3${query}`);
      seen.push(...page.deliveries);
      next = page.next;
    }
    expect(seen).toEqual(known);
    expect(known.map(one => one.at)).toEqual(
      known
        .map(one => one.at)
        .sort()
        .reverse(),
    );
  });
});
