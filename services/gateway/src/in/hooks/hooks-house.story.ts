import { createHmac } from 'node:crypto';
import type { Bus } from '@switchyard/bus';
import {
  type DeliverToProject,
  type ErrorAnswer,
  type HookAnswer,
  type ListHookDeliveriesReply,
  type ProjectWebhookTokenAnswer,
  rpc,
} from '@switchyard/contracts';
import { readConfig } from '@switchyard/http';
import { Fault } from '@switchyard/kernel';
import { openStore } from '@switchyard/store';
import { startTestStore } from '@switchyard/testkit/servers';
import { keepProjectsOf } from '../../access-parts.js';
import { GatewayConfig } from '../../config.js';
import { startHttpServer } from '../../http-server.js';
import { partsOf } from '../../parts.js';

const token = 'a-token-of-more-than-32-characters';
export const execution = '01m84ywyccwh2egkrpyg85s86c';

/** All other services: there, or away. */
class Others {
  readonly connected = true;
  away = false;
  readonly delivered: DeliverToProject[] = [];

  async call(subject: string, message: object): Promise<unknown> {
    if (this.away)
      throw new Fault({ code: 'no-responder', message: 'nobody is there', blame: 'platform', retry: true });
    if (subject === rpc.execution.load) return { queued: 0 };
    if (subject !== rpc.pipeline.deliverToProject) return {};
    this.delivered.push(message as DeliverToProject);
    const pipelineId = '01m84ywy6a68hprqsqj13hxz8x';
    return { outcomes: [{ pipelineId, pipelineName: 'web', decision: 'accepted', executionId: execution }], more: 0 };
  }
}

export const signatureOf = (text: string, key: string) =>
  `sha256=${createHmac('sha256', key).update(text).digest('hex')}`;

const textOf = (body: unknown) => (typeof body === 'string' ? body : JSON.stringify(body));

/** A gateway before a real store, with the token of its project. */
export const startHooks = async () => {
  const server = await startTestStore();
  const store = await openStore({ uri: server.uri, database: 'hooks', service: 'test' });
  const limits = { LIMIT_PER_IP: '100000', LIMIT_PER_PROJECT: '100000', LIMIT_PER_TOKEN: '100000' };
  const config = readConfig(GatewayConfig, { YARD_TOKEN: token, NATS_PASSWORD: 'a-password', ...limits });
  const others = new Others();
  const parts = await partsOf(others as unknown as Bus, store, config);
  await store.ensureIndexes();
  await keepProjectsOf(parts.access, parts.ports.pipelines, parts.clock).prepare();
  const http = await startHttpServer(parts, '127.0.0.1', 0);
  const { hooks } = parts;
  const ask = async <Answer>(path: string, method = 'GET'): Promise<Answer> => {
    const response = await fetch(`${http.url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
    return (await response.json()) as Answer;
  };
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const sent = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: textOf(body) };
    const response = await fetch(`${http.url}${path}`, sent);
    const answer = (await response.json()) as HookAnswer & ErrorAnswer;
    return { status: response.status, answer, headers: response.headers };
  };
  const makeToken = () => ask<ProjectWebhookTokenAnswer>('/api/projects/default/webhook-token', 'POST');
  const { token: secret } = await makeToken();
  const github = (body: unknown, headers: Record<string, string> = {}) => {
    const own = { 'x-github-event': 'push', 'x-hub-signature-256': signatureOf(textOf(body), secret) };
    return post('/api/webhooks/github', body, { ...own, ...headers });
  };
  let count = 0;
  /** Each time another one. */
  const push = () => ({
    object_kind: 'push',
    ref: 'refs/heads/main',
    after: `${(count += 1)}`.padStart(40, 'a'),
    repository: { clone_url: 'https://github.com/org/web.git' },
  });
  const journal = async (query = '') =>
    (await ask<ListHookDeliveriesReply>(`/api/webhooks/deliveries${query}`)).deliveries;
  const rest = async () => {
    await hooks.handOver.idle();
    others.away = false;
    others.delivered.length = 0;
  };
  const stop = async () => {
    await http.stop();
    await hooks.handOver.idle();
    await parts.limiting.audit.stop();
    await store.close();
    await server.stop();
  };
  return { ask, post, github, push, journal, makeToken, secret, others, hooks, store, rest, stop };
};
export type HooksHouse = Awaited<ReturnType<typeof startHooks>>;
