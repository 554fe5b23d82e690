import { spawnSync } from 'node:child_process';
import type { CancelAnswer, ErrorAnswer, ListExecutionsReply, YardEvent } from '@switchyard/contracts';
import { eventually, House } from './house.js';

const hello = 'name: hello\nsteps:\n  - { name: one, run: echo hello }\n';

describe('the API', () => {
  let house: House;
  beforeAll(async () => (house = await House.start()));
  afterAll(() => house.stop());

  it('gives a pipeline a new version only when its file differs', async () => {
    const first = await house.apply(hello);
    const same = await house.apply(hello);
    const other = await house.apply(`${hello}# changed\n`);
    expect([first, same, other].map(one => one.result)).toEqual(['created', 'unchanged', 'updated']);
    expect([first, same, other].map(one => one.pipeline.version)).toEqual([1, 1, 2]);
    expect(other.pipeline.id).toBe(first.pipeline.id);
    const yaml = await (await house.request(`/api/ci/pipelines/${first.pipeline.id}/yaml`)).text();
    expect(yaml).toBe(`${hello}# changed\n`);
  });

  it('takes the file as JSON too', async () => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ yaml: hello }),
    };
    expect((await house.request('/api/ci/pipelines', init)).status).toBe(200);
  });

  it('starts one execution for one idempotency key, also when twenty requests come at once', async () => {
    const { pipeline } = await house.apply(hello);
    const headers = { 'idempotency-key': 'once-and-never-again' };
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => house.trigger(pipeline.id, { branch: 'a' }, headers)),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await house.trigger(pipeline.id, { branch: 'a' }, headers)).toBe(ids[0]);
    const other = await house.request(`/api/ci/pipelines/${pipeline.id}/trigger`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"branch":"b"}',
    });
    expect(other.status).toBe(422);
    expect(((await other.json()) as ErrorAnswer).code).toBe('idempotency-key-reused');
  });

  it('lists the newest first, page by page', async () => {
    const { pipeline } = await house.apply('name: listed\nsteps:\n  - { name: one, null: {} }\n');
    const ids = [];
    for (let i = 0; i < 5; i += 1) ids.push(await house.trigger(pipeline.id));
    await Promise.all(ids.map(id => house.ended(id)));
    const seen: string[] = [];
    for (let before = ''; ;) {
      const query = `pipeline=${pipeline.id}&status=success&limit=2${before}`;
      const page = await house.json<ListExecutionsReply>(`/api/ci/executions?${query}`);
      seen.push(...page.executions.map(one => one.id));
      if (!page.next) break;
      before = `&before=${page.next}`;
    }
    expect(seen).toEqual([...ids].reverse());
  });

  it('streams on from the last event a reader has', async () => {
    const execution = await house.run(hello);
    const { events } = await house.json<{ events: YardEvent[] }>(`/api/ci/executions/${execution.id}/events`);
    expect(events.map(event => event.data.rev)).toEqual(events.map((_, index) => index + 1));
    const headers = { 'last-event-id': '3' };
    const text = await (await house.request(`/api/ci/executions/${execution.id}/stream`, { headers })).text();
    const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
    expect(ids).toEqual(events.slice(3).map(event => event.data.rev));
    expect(text).toMatch(/event: end\n/);
    expect(text).not.toMatch(/event: execution\n/);
  });

  it('gives a part of the output by its place in bytes', async () => {
    const execution = await house.run('name: bytes\nsteps:\n  - { name: one, run: "printf 0123456789" }\n');
    const attempt = execution.steps[0]?.attempts[0]?.id;
    const response = await house.request(`/api/ci/executions/${execution.id}/logs?attempt=${attempt}&offset=4`);
    expect(await response.text()).toBe('456789');
    expect(response.headers.get('yard-log-total')).toBe('10');
  });

  it.each([
    ['POST', 'the newer spelling'],
    ['DELETE', 'the older spelling'],
  ])('cancels by %s, and not a process of the step is left', async method => {
    const marker = `73${Date.now()}`;
    const script = `setsid sleep ${marker} & sleep ${marker} & echo up; wait`;
    const id = await house.begin(`name: cancelled\nsteps:\n  - { name: one, run: '${script}' }\n`);
    await house.until(id, frame => frame.event === 'log' && frame.data.text.includes('up'));
    const sleeping = () => spawnSync('pgrep', ['-f', `sleep ${marker}$`], { encoding: 'utf8' }).stdout.trim();
    expect(sleeping()).not.toBe('');
    const answer = await house.json<CancelAnswer>(`/api/ci/executions/${id}/cancel`, { method });
    expect(answer).toMatchObject({ execution_id: id });
    expect((await house.ended(id)).status).toBe('cancelled');
    await eventually('the processes to be gone', async () => sleeping() === '');
    const again = await house.request(`/api/ci/executions/${id}/cancel`, { method });
    expect(again.status).toBe(409);
  });

  it('removes the workspace of an execution that has ended well', async () => {
    const execution = await house.run('name: tidy\nsteps:\n  - { name: one, run: "pwd; touch left" }\n');
    const workspace = (await house.output(execution, 'one')).trim();
    await eventually('the workspace to be gone', async () => spawnSync('test', ['-e', workspace]).status === 1);
  });

  it('keeps the workspace of an execution that failed, to be looked at', async () => {
    const failed = await house.run('name: untidy\nsteps:\n  - { name: one, run: "pwd; touch left; exit 3" }\n');
    const workspace = (await house.output(failed, 'one')).trim();
    const after = await house.run('name: tidy\nsteps:\n  - { name: one, run: "pwd" }\n');
    const gone = (await house.output(after, 'one')).trim();
    // What ended later and well has gone: the connector was told of both ends.
    await eventually('the other workspace to be gone', async () => spawnSync('test', ['-e', gone]).status === 1);
    expect(spawnSync('test', ['-e', `${workspace}/left`]).status).toBe(0);
  });

  it('measures itself and says how it is', async () => {
    const health = await house.json<{ status: string; checks: object }>('/api/healthchecker');
    expect(health).toMatchObject({ status: 'healthy', checks: { store: { status: 'up' }, bus: { status: 'up' } } });
    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    expect(metrics).toMatch(/^yard_http_request_seconds_count\{.*route="\/api\/ci\/executions\/:id.*\} [1-9]/m);
    for (const path of ['/healthz', '/readyz', '/']) expect((await fetch(`${house.url}${path}`)).status).toBe(200);
  });
});
