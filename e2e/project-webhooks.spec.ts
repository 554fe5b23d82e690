import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  HookAnswer,
  HookDeliveryView,
  ListNotificationsReply,
  ProjectWebhookTokenAnswer,
} from '@switchyard/contracts';
import { eventually } from './house.js';
import { TriggerHouse } from './trigger-house.js';

const repository = 'https://github.com/org/web.git';
const pipeline = (name: string, on: string) => `name: ${name}\non: ${on}\nsteps: [{ name: say, run: 'true' }]\n`;

describe('webhooks of a project, in and out,', () => {
  let all: TriggerHouse;
  let token: string;
  let app: string;
  let docs: string;
  beforeAll(async () => {
    all = await TriggerHouse.start({ NOTIFY_PRIVATE_ADDRESSES: 'true', NOTIFY_RETRY_MS: '100' });
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
    await eventually('the end of the second execution', async () => {
      const executions = await all.executionsOf(app);
      return (executions.length === length + 1 && executions.every(one => one.finishedAt)) || undefined;
    });
  });

  it('tell of starts and ends: signed with a secret, again when they were refused, and each once', async () => {
    const told: { event: string; signature: string; timestamp: string; body: string }[] = [];
    let refusals = 1;
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      const { 'yard-event': event, 'yard-signature': signature, 'yard-timestamp': timestamp } = request.headers;
      let body = '';
      for await (const bytes of request) body += String(bytes);
      refusals -= 1;
      if (refusals < 0)
        told.push({ event: String(event), signature: String(signature), timestamp: String(timestamp), body });
      response.writeHead(refusals < 0 ? 204 : 503).end();
    };
    const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
    await new Promise(listening => server.once('listening', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
    const put = (path: string, body: object) =>
      all.house.json(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await put('/api/projects/default/secrets/hook', { value: 'a secret of many letters' });
    await put('/api/projects/default/notifications/chat', {
      on: ['success'],
      target: 'webhook',
      config: { url, secret: 'hook' },
    });
    const file = `name: told
notifications:
  on-start: { webhook: { url: '${url}', secret: hook } }
  on-success: { webhook: { url: '${url}', secret: hook } }
  on-failure: { webhook: { url: '${url}', secret: hook } }
steps: [{ name: say, run: 'true' }]
`;
    const id = (await all.house.apply(file)).pipeline.id;
    await all.house.json(`/api/ci/pipelines/${id}/trigger`, { method: 'POST' });
    await eventually('both to be told', async () => (told.length >= 2 ? true : undefined));
    const { notifications } = await eventually('the journal to say so', async () => {
      const found = await all.house.json<ListNotificationsReply>('/api/projects/default/notifications/journal');
      return found.notifications.filter(one => one.pipelineName === 'told').every(one => one.state === 'sent')
        ? found
        : undefined;
    });
    const own = notifications.filter(one => one.pipelineName === 'told');
    expect(own.map(({ moment }) => moment).sort()).toEqual(['start', 'success']);
    expect(own.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(3);
    expect(told.map(({ event }) => event).sort()).toEqual(['start', 'success']);
    for (const { signature, timestamp, body } of told)
      expect(signature).toBe(
        `v1=${createHmac('sha256', 'a secret of many letters').update(`${timestamp}.${body}`).digest('hex')}`,
      );
    server.closeAllConnections();
    server.close();
  });
});
