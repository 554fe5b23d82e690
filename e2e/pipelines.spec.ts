import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListPipelinesReply, ListVersionsAnswer, PipelineView, ApplyPipelineAnswer } from '@switchyard/contracts';
import { yard } from './command.js';
import { House } from './house.js';
import { type Ask, asking, base, file, nobody, refused } from './pipelines/asking.js';

describe('pipelines over HTTP', () => {
  let house: House;
  let ask: Ask;
  beforeAll(async () => {
    house = await House.start();
    ask = asking(house);
  });
  afterAll(() => house.stop());
  const made = async (yaml: string): Promise<PipelineView> => (await house.apply(yaml)).pipeline;

  it('are renamed by their file, unless the name is taken', async () => {
    const [{ id }, { id: taken }] = [await made(file('old-name')), await made(file('taken-name'))];
    const renamed = await ask<ApplyPipelineAnswer>('PUT', `${base}/${id}`, file('new-name'));
    expect(renamed.body).toMatchObject({ result: 'updated', pipeline: { id, name: 'new-name', version: 2 } });
    expect(refused(await ask('PUT', `${base}/${id}`, file('taken-name')))).toMatchObject({
      status: 409,
      code: 'name-taken',
    });
    expect((await made(file('old-name'))).id).not.toBe(id);
    expect(refused(await ask('POST', `${base}/${id}/rollback`, { version: 1 }))).toMatchObject({ code: 'name-taken' });
    expect((await ask<PipelineView>('GET', `${base}/${taken}`)).body.version).toBe(1);
  });

  it('that are disabled refuse triggers with who, when and why, until they are enabled', async () => {
    const { id } = await made(file('frozen'));
    const off = { enabled: false, reason: 'frozen until Monday' };
    const { body } = await ask<PipelineView>('PATCH', `${base}/${id}`, off, { 'yard-actor': 'Ann' });
    expect(body).toMatchObject({ enabled: false, version: 1, disabled: { actor: 'Ann', reason: off.reason } });
    const trigger = await ask('POST', `${base}/${id}/trigger`, {});
    expect(refused(trigger)).toEqual({ status: 409, error: 'validation', code: 'pipeline-disabled' });
    expect(trigger.body.message).toMatch(/^pipeline frozen was disabled by Ann at .*: frozen until Monday$/);
    expect((await made(file('frozen', 'false'))).enabled).toBe(false);
    const on = await ask<PipelineView>('PATCH', `${base}/${id}`, { enabled: true });
    expect(on.body).toMatchObject({ enabled: true, version: 2 });
    expect(on.body).not.toHaveProperty('disabled');
    expect((await ask('POST', `${base}/${id}/trigger`, {})).status).toBe(202);
  });

  it('that are deleted give their name free, refuse every change, and stay readable', async () => {
    const { id } = await made(file('doomed', 'echo here'));
    const execution = await house.ended(await house.trigger(id));
    const { status, body } = await ask<PipelineView>('DELETE', `${base}/${id}`, undefined, { 'yard-actor': 'Ann' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, name: 'doomed', enabled: false, deleted: { actor: 'Ann' } });
    expect((await ask('DELETE', `${base}/${id}`)).status).toBe(200);
    for (const [method, path, wish] of [
      ['POST', '/trigger', {}],
      ['PUT', '', file('doomed', 'again')],
      ['PATCH', '', { enabled: true }],
      ['POST', '/rollback', { version: 1 }],
    ] as const)
      expect(refused(await ask(method, `${base}/${id}${path}`, wish))).toMatchObject({
        status: 410,
        code: 'pipeline-deleted',
      });
    expect((await ask<PipelineView>('GET', `${base}/${id}`)).body.name).toBe('doomed');
    expect((await ask<string>('GET', `${base}/${id}/yaml`)).body).toBe(file('doomed', 'echo here'));
    expect((await ask<ListVersionsAnswer>('GET', `${base}/${id}/versions`)).body.versions).toHaveLength(1);
    expect((await house.get(execution.id)).pipelineName).toBe('doomed');
    const names = async (query: string) =>
      (await ask<ListPipelinesReply>('GET', `${base}?name=doomed${query}`)).body.pipelines.map(one => one.id);
    expect(await names('')).toEqual([]);
    expect(await names('&deleted=true')).toEqual([id]);
    const next = await made(file('doomed'));
    expect(next).toMatchObject({ version: 1, enabled: true });
    expect(next.id).not.toBe(id);
  });

  it.each<[string, string, object | string | undefined]>([
    ['GET', '', undefined],
    ['GET', '/yaml', undefined],
    ['GET', '/versions', undefined],
    ['GET', '/versions/1', undefined],
    ['GET', '/versions/1/yaml', undefined],
    ['GET', '/diff', undefined],
    ['PUT', '', file('x')],
    ['PATCH', '', { enabled: true }],
    ['DELETE', '', undefined],
    ['POST', '/rollback', { version: 1 }],
  ])('%s %s of an id that is nobody is a 404, and of one that is none a 400', async (method, path, body) => {
    expect(refused(await ask(method, `${base}/${nobody}${path}`, body))).toMatchObject({
      status: 404,
      code: 'unknown-pipeline',
    });
    expect(refused(await ask(method, `${base}/nonsense${path}`, body))).toMatchObject({ status: 400 });
  });

  it.each<[string, object | string | undefined]>([
    ['PUT', {}],
    ['PUT', { yaml: 7 }],
    ['PUT', { yaml: file('x'), project: 'other' }],
    ['PUT', { yaml: file('x'), message: '' }],
    ['PUT', 'name: bad\nstagse: 1\n'],
    ['PATCH', {}],
    ['PATCH', { enabled: 'no' }],
    ['PATCH', { enabled: false, reason: 7 }],
    ['PATCH', { enabled: false, reason: 'x'.repeat(501) }],
    ['PATCH', { enabled: true, version: 2 }],
  ])('%s %j is refused, and changes nothing', async (method, body) => {
    const { id } = await made(file('untouched'));
    const { status, body: answer } = await ask(method, `${base}/${id}`, body);
    expect({ status, error: answer.error }).toEqual({ status: 400, error: 'validation' });
    expect((await ask<PipelineView>('GET', `${base}/${id}`)).body).toMatchObject({ version: 1, enabled: true });
  });

  it('change without a word in the feed of executions', async () => {
    const abort = new AbortController();
    const response = await house.request('/api/ci/events/stream', { signal: abort.signal });
    const { id } = await made(file('fed', 'true'));
    const execution = await house.trigger(id);
    let text = '';
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      text += decoder.decode(bytes as Uint8Array, { stream: true });
      if (text.includes('execution.finished') && text.includes(execution)) break;
    }
    abort.abort();
    expect(text).not.toContain('pipeline.changed');
    expect(text).toContain(`"executionId":"${execution}"`);
  });

  it('are kept from the command line too', async () => {
    const environment = { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice(7) };
    const run = async (...words: string[]) => {
      const { code, stdout, stderr } = await yard(['pipelines', ...words], { cwd: house.data, environment });
      return { code, said: stdout + stderr };
    };
    for (const command of ['one', 'two']) {
      writeFileSync(join(house.data, 'cli.yaml'), file('from-cli', command));
      expect(await run('apply', 'cli.yaml', '-m', command)).toMatchObject({ code: 0 });
    }
    expect((await run('versions', 'from-cli')).said).toMatch(/^2 .* two\n1 .* one$/m);
    expect((await run('diff', 'from-cli')).said).toContain(
      "-  - { name: one, run: 'one' }\n+  - { name: one, run: 'two' }",
    );
    expect(await run('rollback', 'from-cli', '1', '--if-version', '1')).toMatchObject({
      code: 2,
      said: expect.stringContaining('its current version is 2'),
    });
    expect(await run('rollback', 'from-cli', '1')).toEqual({
      code: 0,
      said: 'from-cli is now version 3, as version 1 was\n',
    });
    expect((await run('show', 'from-cli')).said).toContain(file('from-cli', 'one'));
    await run('disable', 'from-cli', '--reason', 'frozen');
    expect((await run('list', '--disabled')).said).toMatch(/ from-cli +disabled +3 /);
    await run('enable', 'from-cli');
    expect((await run('delete', 'from-cli')).code).toBe(0);
    expect(await run('show', 'from-cli')).toMatchObject({ code: 2 });
  });
});
