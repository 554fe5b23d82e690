import { createHmac } from 'node:crypto';
import type { HookAnswer, HookDeliveryView, ProjectWebhookTokenAnswer } from '@switchyard/contracts';
import { eventually } from './house.js';
import { TriggerHouse } from './trigger-house.js';

const repository = 'https://github.com/org/web.git';
const pipeline = (name: string, on: string) => `name: ${name}\non: ${on}\nsteps: [{ name: say, run: 'true' }]\n`;

describe('the webhooks of a project', () => {
  let all: TriggerHouse;
  let token: string;
  let app: string;
  let docs: string;
  beforeAll(async () => {
    all = await TriggerHouse.start();
    app = (await all.house.apply(pipeline('app', `{ push: { repository: org/web } }`))).pipeline.id;
    docs = (await all.house.apply(pipeline('docs', `{ push: { repository: org/web, branches: docs } }`))).pipeline.id;
    await all.house.apply(pipeline('other', `{ push: { repository: org/other } }`));
    const path = '/api/projects/default/webhook-token';
    ({ token } = await all.house.json<ProjectWebhookTokenAnswer>(path, { method: 'POST' }));
  });
  afterAll(() => all.stop());

  const send = async (after: string, number?: string): Promise<HookAnswer> => {
    const body = JSON.stringify({ ref: 'refs/heads/main', after, repository: { clone_url: repository }, commits: [] });
    const response = await all.post('/api/webhooks/github', body, {
      'x-github-event': 'push',
      'x-hub-signature-256': `sha256=${createHmac('sha256', token).update(body).digest('hex')}`,
      ...(number === undefined ? {} : { 'x-github-delivery': number }),
    });
    expect(response.status).toBe(202);
    return (await response.json()) as HookAnswer;
  };
  const settled = (id: string) =>
    eventually('the delivery to be settled', async () => {
      const view = await all.house.json<HookDeliveryView>(`/api/webhooks/deliveries/${id}`);
      return view.outcome === 'waiting' ? undefined : view;
    });

  it('start every pipeline that names the repository, once for a hundred deliveries of the same at once', async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => send('a'.repeat(40), `n${n % 10}`)));
    const [id = ''] = new Set(answers.map(({ delivery }) => delivery));
    const view = await settled(id);
    expect(view).toMatchObject({ outcome: 'started', event: 'push', branch: 'main', repository });
    expect(view.pipelines.map(({ pipelineName, executionId }) => [pipelineName, executionId !== undefined])).toEqual([
      ['app', true],
      ['docs', false],
    ]);
    expect(await all.settled(app)).toHaveLength(1);
    expect(await all.executionsOf(app)).toHaveLength(1);
    expect(await all.executionsOf(docs)).toEqual([]);
    expect(view.pipelines[1]?.reason).toBe('branch main matches none of docs');
  });

  it('are replayed as a new delivery, which starts anew', async () => {
    const { delivery } = await send('b'.repeat(40));
    await settled(delivery);
    const { length } = await all.executionsOf(app);
    const path = `/api/webhooks/deliveries/${delivery}/replay`;
    const replayed = await all.house.json<HookAnswer>(path, { method: 'POST' });
    expect(await settled(replayed.delivery)).toMatchObject({ outcome: 'started', replayOf: delivery });
    await eventually(
      'the second execution',
      async () => (await all.executionsOf(app)).length === length + 1 || undefined,
    );
  });
});
