import type { ExecutionId, PipelineId, StepId } from '@switchyard/contracts';
import { YardClient } from './yard-client.js';

const id = '01j00000000000000000000000' as ExecutionId;
const step = 'deploy' as StepId;

interface Asked {
  method: string;
  path: string;
  body: unknown;
  headers: Headers;
}

/** What a call of the client asks for. */
const asked = async (call: (client: YardClient) => Promise<unknown>, actor?: string): Promise<Asked> => {
  const requests: Asked[] = [];
  const client = new YardClient({
    url: 'http://platform/',
    token: 'secret',
    ...(actor === undefined ? {} : { actor }),
    fetch: (input, init = {}) => {
      const { body, method = 'GET' } = init;
      requests.push({
        method,
        path: String(input).replace('http://platform', ''),
        body: typeof body === 'string' ? JSON.parse(body) : undefined,
        headers: new Headers(init.headers),
      });
      return Promise.resolve(Response.json({ explanations: [], events: [] }));
    },
  });
  await call(client);
  return requests[0] as Asked;
};

const base = `/api/ci/executions/${id}`;

describe('the client', () => {
  it.each<[string, (client: YardClient) => Promise<unknown>, string, object]>([
    ['a rerun of what failed', client => client.rerun(id), `${base}/rerun`, {}],
    ['a rerun from a step', client => client.rerun(id, step), `${base}/rerun`, { from_step: step }],
    ['an approval', client => client.approve(id, step), `${base}/approve`, { step }],
    ['a rejection', client => client.reject(id, step, 'not yet'), `${base}/reject`, { step, comment: 'not yet' }],
    ['a pause', client => client.pause(id, 'freeze'), `${base}/pause`, { reason: 'freeze' }],
    ['the end of a pause', client => client.resume(id), `${base}/resume`, {}],
    ['an end', client => client.cancel(id, 'enough'), `${base}/cancel`, { reason: 'enough' }],
    ['an end at once', client => client.cancel(id, undefined, true), `${base}/cancel`, { force: true }],
  ])('asks for %s', async (_, call, path, body) => {
    expect(await asked(call)).toMatchObject({ method: 'POST', path, body });
  });

  it.each<[string, (client: YardClient) => Promise<unknown>, string]>([
    ['an execution as it was', client => client.executionAt(id, 7), `${base}?at=7`],
    ['every reason', client => client.why(id), `${base}/why`],
    ['the reason of a step', client => client.why(id, step), `${base}/why?step=deploy`],
    [
      'a page of the feed',
      client => client.feed({ type: 'step.held', limit: 5 }),
      '/api/ci/events?type=step.held&limit=5',
    ],
  ])('reads %s', async (_, call, path) => {
    expect(await asked(call)).toMatchObject({ method: 'GET', path });
  });

  const pipeline = id as string as PipelineId;
  const pipelines = `/api/ci/pipelines/${id}`;
  it.each<[string, (client: YardClient) => Promise<unknown>, string, string, object | undefined]>([
    [
      'PUT',
      client => client.catalogue.replace(pipeline, { yaml: 'x' }, { ifVersion: 3 }),
      pipelines,
      '"3"',
      { yaml: 'x' },
    ],
    [
      'PATCH',
      client => client.catalogue.disable(pipeline, 'frozen', { ifVersion: 3 }),
      pipelines,
      '"3"',
      { enabled: false, reason: 'frozen' },
    ],
    ['PATCH', client => client.catalogue.enable(pipeline), pipelines, '', { enabled: true }],
    ['DELETE', client => client.catalogue.remove(pipeline, { ifVersion: 3 }), pipelines, '"3"', undefined],
    [
      'POST',
      client => client.catalogue.rollBack(pipeline, 2, 'why', { ifVersion: 3 }),
      `${pipelines}/rollback`,
      '"3"',
      { version: 2, message: 'why' },
    ],
    [
      'PUT',
      client => client.catalogue.putTemplate('node', 't', { project: 'p', ifVersion: 1 }),
      '/api/ci/templates/node?project=p',
      '"1"',
      { text: 't' },
    ],
    ['DELETE', client => client.catalogue.removeTemplate('node'), '/api/ci/templates/node', '', undefined],
  ])('asks for a change by %s', async (method, call, path, bound, body) => {
    const request = await asked(call);
    expect(request).toMatchObject({ method, path, body });
    expect(request.headers.get('if-match') ?? '').toBe(bound);
  });

  it.each<[string, (client: YardClient) => Promise<unknown>, string]>([
    [
      'a list',
      client => client.catalogue.list({ name: 'we b', enabled: false, sort: 'updated' }),
      '/api/ci/pipelines?name=we+b&sort=updated&enabled=false',
    ],
    ['a version', client => client.catalogue.version(pipeline, 2), `${pipelines}/versions/2`],
    [
      'a page of versions',
      client => client.catalogue.versions(pipeline, { before: 5 }),
      `${pipelines}/versions?before=5`,
    ],
    ['a diff', client => client.catalogue.diff(pipeline, { from: 1 }), `${pipelines}/diff?from=1`],
    ['a file as it was', client => client.catalogue.yaml(pipeline, 1), `${pipelines}/yaml?version=1`],
    [
      'a template as it was',
      client => client.catalogue.template('node', { version: 1 }),
      '/api/ci/templates/node?version=1',
    ],
  ])('reads of pipelines %s', async (_, call, path) => {
    expect(await asked(call)).toMatchObject({ method: 'GET', path });
  });

  it('sends the key of a rerun, and who acts', async () => {
    const { headers } = await asked(client => client.rerun(id, undefined, 'once'), 'Ada');
    expect(headers.get('idempotency-key')).toBe('once');
    expect(headers.get('authorization')).toBe('Bearer secret');
    expect(headers.get('yard-actor')).toBe('Ada');
  });

  it.each([
    ['of any script', '建てる Ünal', '建てる Ünal'],
    ['with line ends', 'a\r\nyard-evil: b\x7f', 'a yard-evil: b'],
    ['too long to be one', 'ü'.repeat(300), 'ü'.repeat(200)],
  ])('sends a name %s as UTF-8 in one header', async (_, actor, shown) => {
    const { headers } = await asked(client => client.resume(id), actor);
    expect(Buffer.from(headers.get('yard-actor') ?? '', 'latin1').toString()).toBe(shown);
  });

  it('names nobody where nobody is known', async () => {
    const { headers } = await asked(client => client.resume(id), ' \n');
    expect(headers.has('yard-actor')).toBe(false);
  });
});
