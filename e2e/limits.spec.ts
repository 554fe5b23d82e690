import type { ListAuditAnswer, VerifyAuditAnswer } from '@switchyard/contracts';
import { eventually, House } from './house.js';

const file = (name: string, run = 'echo 1') => `name: ${name}\nsteps:\n  - { name: one, run: ${run} }\n`;

describe('the limits and the audit of a platform', () => {
  let house: House;
  beforeAll(async () => {
    // Nobody is at the address of this Redis: counters live in the process then.
    const environment = { LIMIT_PER_IP: '600', REQUEST_MS: '1000', REDIS_URL: 'redis://127.0.0.1:1' };
    house = await House.start({ environment });
  });
  afterAll(() => house.stop());

  const audit = async (query = '') => (await house.json<ListAuditAnswer>(`/api/audit${query}`)).records;
  const change = async (method: string, path: string, body?: object) => {
    const headers = { 'yard-actor': 'Ann', ...(body ? { 'content-type': 'application/json' } : {}) };
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) };
    return house.request(`/api/ci${path}`, init);
  };

  it('record each change with who, where, what, before and after, and no secret', async () => {
    const { pipeline } = await house.apply(file('kept'));
    const { id } = pipeline;
    await house.apply(file('kept'));
    await house.apply(file('kept', 'echo 2'));
    await change('PATCH', `/pipelines/${id}`, { enabled: false, reason: 'a freeze' });
    const made = (await (await change('POST', `/pipelines/${id}/webhook-token`)).json()) as { token: string };
    await change('DELETE', `/pipelines/${id}/webhook-token`);
    await change('PUT', '/templates/steps', { text: 'name: steps\nsteps:\n  - { name: one, run: echo 1 }\n' });
    await change('DELETE', `/pipelines/${id}`);
    const refused = await change('DELETE', '/pipelines/01m84ywyccwh2egkrpyg85s86c');
    expect(refused.status).toBe(404);
    const bad = await change('PATCH', `/pipelines/${id}`, { enabled: 'perhaps' });
    expect(bad.status).toBe(400);

    const records = (await audit(`?object=${id}`)).reverse();
    expect(records.map(({ action, by }) => [action, by.name])).toEqual([
      ['pipeline.created', 'owner'],
      ['pipeline.changed', 'owner'],
      ['pipeline.switched', 'Ann'],
      ['webhook-token.made', 'Ann'],
      ['webhook-token.removed', 'Ann'],
      ['pipeline.deleted', 'Ann'],
    ]);
    expect(records[2]).toMatchObject({
      from: '127.0.0.1',
      project: 'default',
      on: { kind: 'pipeline', id, name: 'kept' },
      before: { version: 2, enabled: true },
      after: { enabled: false, disabled: { reason: 'a freeze' } },
    });
    expect(made.token.length).toBeGreaterThan(16);
    expect(JSON.stringify(records)).not.toContain(made.token);
    expect((await audit('?who=Ann&action=pipeline.deleted')).map(({ on }) => on.id)).toEqual([id]);
    const ofProject = await house.json<ListAuditAnswer>('/api/projects/default/audit?limit=2');
    expect([ofProject.records.length, typeof ofProject.next]).toEqual([2, 'number']);
  });

  it('record what people do with executions', async () => {
    const id = await house.begin(file('stopped', 'sleep 60'));
    await house.running(id);
    await change('POST', `/executions/${id}/pause`, { reason: 'a look' });
    await change('POST', `/executions/${id}/resume`);
    await change('POST', `/executions/${id}/cancel`, { reason: 'enough' });
    const execution = await house.ended(id);
    await change('POST', `/executions/${execution.id}/rerun`, {});
    const records = (await audit(`?kind=execution&object=${id}`)).reverse();
    expect(records.map(({ action }) => action)).toEqual([
      'execution.paused',
      'execution.resumed',
      'execution.cancelled',
      'execution.rerun',
    ]);
    expect(records[0]).toMatchObject({ before: { status: 'running' }, after: { asked: { reason: 'a look' } } });
  });

  it('have a chain that is whole, and every line of the export is one of its records', async () => {
    const verified = await house.json<VerifyAuditAnswer>('/api/audit/verify');
    expect(verified).toMatchObject({ ok: true, records: expect.any(Number) as number });
    const lines = (await (await house.request('/api/audit/export')).text()).trim().split('\n');
    expect(lines).toHaveLength(verified.records);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ hash: verified.last.hash });
  });

  it.each(['?limit=0', '?before=x', '?since=yesterday', '?who=', '?action[$ne]=x', '?kind=a&kind=b', '?more=1'])(
    'refuse the query %s',
    async query => {
      const response = await house.request(`/api/audit${query}`);
      expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([400, 'validation']);
    },
  );

  it('refuse an address that asks too often, also without a Redis', async () => {
    const told = await eventually('a refusal', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, () => house.request('/api/schema/pipeline.json')));
      return answers.find(({ status }) => status === 429);
    });
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await told.json()).toMatchObject({
      code: 'too-many-requests',
      details: { limit: { name: 'requests per minute and ip', most: 600 } },
    });
  });
});

describe('a platform that is told to leave', () => {
  it('ends open streams and is gone within ten seconds', async () => {
    const house = await House.start();
    const id = await house.begin(file('open', 'sleep 1'));
    const streams = await Promise.all(
      ['/api/ci/events/stream', `/api/ci/executions/${id}/stream`].map(path =>
        house.request(path, { headers: { accept: 'text/event-stream' } }),
      ),
    );
    expect(streams.map(({ status }) => status)).toEqual([200, 200]);
    // Read to their ends: a stream that is torn would reject.
    const texts = Promise.all(streams.map(stream => stream.text()));
    const from = performance.now();
    expect(await house.stop()).toBe(0);
    expect(performance.now() - from).toBeLessThan(10_000);
    expect((await texts)[1]).toContain('event: execution');
  });
});
