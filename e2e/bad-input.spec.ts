import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ErrorAnswer, Finding } from '@switchyard/contracts';
import { badFiles } from './bad-files.js';
import { yard } from './command.js';
import { House } from './house.js';

describe('bad input', () => {
  let house: House;
  let folder: string;
  beforeAll(async () => {
    house = await House.start();
    folder = mkdtempSync(join(tmpdir(), 'yard-bad-input-'));
  });
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true });
  });

  const post = async (path: string, body: string, type = 'application/json', headers: Record<string, string> = {}) => {
    const response = await house.request(path, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
    return { status: response.status, answer: (await response.json()) as ErrorAnswer };
  };

  describe.each(badFiles)('in a file with $what', ({ yaml, code, line, column }) => {
    const found = { severity: 'error', code, line, column };

    it('is told by the API and by the command line alike, with its place', async () => {
      const { status, answer } = await post('/api/ci/pipelines', yaml, 'application/yaml');
      expect(status).toBe(400);
      expect(answer).toMatchObject({ error: 'validation', code: 'bad-pipeline-file' });
      expect(answer.details?.findings).toContainEqual(expect.objectContaining(found));
      const file = join(folder, `${code}.yaml`);
      writeFileSync(file, yaml);
      const validated = await yard(['validate', file, '--json'], { cwd: folder });
      expect(validated.code).toBe(2);
      const rows = JSON.parse(validated.stdout) as Finding[];
      const findings = rows.map(({ file: _, ...finding }) => finding);
      expect(findings).toEqual(answer.details?.findings);
      const run = await yard(['run', file], { cwd: folder });
      expect(run.code).toBe(2);
      expect(run.stderr).toContain(`${file}:${line}:${column}: error: `);
    });
  });

  it('leaves nothing behind and pollutes nothing', async () => {
    expect(await house.json('/api/ci/pipelines')).toEqual({ pipelines: [] });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  describe('in a request', () => {
    let id: string;
    beforeAll(async () => {
      id = (await house.apply('name: good\nsteps:\n  - { name: one, run: "true" }\n')).pipeline.id;
    });
    const trigger = () => `/api/ci/pipelines/${id}/trigger`;

    it.each([
      ['no JSON', '{"a":', 400],
      ['a list', '[]', 400],
      ['an unknown field', '{"brunch":"main"}', 400],
      ['a wrong type', '{"branch":7}', 400],
      ['an unknown trigger', '{"trigger_type":"magic"}', 400],
      ['a variable that has no name', '{"environment":{"1BAD":"x"}}', 400],
      ['a variable that is no text', '{"environment":{"A":{"b":1}}}', 400],
      ['a long value', JSON.stringify({ environment: { A: 'x'.repeat(40_000) } }), 400],
      ['__proto__', '{"__proto__":{"polluted":true}}', 400],
    ])('%s is refused with its reason', async (_what, body, expected) => {
      const { status, answer } = await post(trigger(), body);
      expect({ status, error: answer.error }).toEqual({ status: expected, error: 'validation' });
      expect(answer.message.length).toBeGreaterThan(5);
      expect(Date.parse(answer.timestamp)).not.toBeNaN();
      expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.ts:|\.js:/);
    });

    it('11 MB are refused before they are sent', async () => {
      const headers = { 'content-type': 'application/json', 'content-length': 11_000_000, ...house.authorization };
      const request = httpRequest(`${house.url}${trigger()}`, { method: 'POST', headers });
      request.on('error', () => undefined).flushHeaders();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(413);
      expect(await json(response)).toMatchObject({ error: 'validation', code: 'too-large' });
      request.destroy();
    });

    it('an unknown content type is refused', async () => {
      expect((await post(trigger(), '<a/>', 'application/xml')).status).toBe(415);
    });

    it.each([
      ['GET', '/api/ci/executions/nonsense', 400],
      ['GET', '/api/ci/executions/01m84ywyccwh2egkrpyg85s86c', 404],
      ['GET', '/api/ci/executions/01m84ywyccwh2egkrpyg85s86c/stream', 404],
      ['GET', '/api/ci/executions/01m84ywyccwh2egkrpyg85s86c/events', 404],
      ['GET', '/api/ci/executions/01m84ywyccwh2egkrpyg85s86c/logs', 404],
      ['POST', '/api/ci/executions/01m84ywyccwh2egkrpyg85s86c/cancel', 404],
      ['POST', '/api/ci/pipelines/01m84ywyccwh2egkrpyg85s86c/trigger', 404],
      ['GET', '/api/ci/executions?limit=0', 400],
      ['GET', '/api/ci/executions?limit=9999', 400],
      ['GET', '/api/ci/executions?limit=ten', 400],
      ['GET', '/api/ci/executions?status=great', 400],
      ['GET', '/api/ci/executions?unknown=1', 400],
      ['GET', '/api/nowhere', 404],
      ['GET', '/api/ci/executions/%E0%A4%A', 400],
      ['GET', `/api/ci/executions/${'x'.repeat(500)}`, 414],
    ])('%s %s answers %i', async (method, path, expected) => {
      const init = method === 'POST' ? { method, headers: { 'content-type': 'application/json' }, body: '{}' } : {};
      const response = await house.request(path, init);
      const answer = (await response.json()) as ErrorAnswer;
      expect({ status: response.status, error: answer.error }).toEqual({ status: expected, error: 'validation' });
    });

    it.each([
      ['no token', '', 'no-token'],
      ['a wrong token', 'Bearer yard_wrong', 'wrong-token'],
      ['another scheme', 'Basic eWFyZDp5YXJk', 'no-token'],
    ])('%s is refused', async (_what, authorization, code) => {
      const response = await house.request('/api/ci/executions', { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: 'authentication', code });
    });

    it.each(['', ' ', 'x'.repeat(256), 'two words', 'ä'.normalize()])(
      'the idempotency key %j is refused',
      async key => {
        const { status, answer } = await post(trigger(), '{}', 'application/json', { 'idempotency-key': key });
        expect({ status, code: answer.code }).toEqual({ status: 400, code: 'bad-idempotency-key' });
      },
    );

    it('a bad cursor of a stream is refused', async () => {
      const execution = await house.trigger(id);
      for (const query of ['after=-1', 'after=x', 'from=nonsense', 'from=a:b', 'logs=perhaps'])
        expect((await house.request(`/api/ci/executions/${execution}/stream?${query}`)).status).toBe(400);
      const headers = { 'last-event-id': 'yesterday' };
      expect((await house.request(`/api/ci/executions/${execution}/stream`, { headers })).status).toBe(400);
      await house.ended(execution);
    });
  });
});
