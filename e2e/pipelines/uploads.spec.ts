import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { ApplyPipelineAnswer, ErrorAnswer, PipelineView, VersionAnswer } from '@switchyard/contracts';
import { House } from '../house.js';
import { type Ask, asking, base, file } from './asking.js';

describe('uploads of pipelines', () => {
  let house: House;
  let ask: Ask;
  beforeAll(async () => {
    house = await House.start();
    ask = asking(house);
  });
  afterAll(() => house.stop());
  const made = async (yaml: string): Promise<PipelineView> => (await house.apply(yaml)).pipeline;

  const form = (parts: [field: string, text: string, filename?: string][]): FormData => {
    const data = new FormData();
    for (const [field, text, filename] of parts)
      if (filename === undefined) data.append(field, text);
      else data.append(field, new Blob([text]), filename);
    return data;
  };
  const upload = async <Body = ErrorAnswer>(body: FormData): Promise<{ status: number; body: Body }> => {
    const response = await house.request(`${base}/upload`, { method: 'POST', body });
    return { status: response.status, body: (await response.json()) as Body };
  };

  it.each([
    ['pipeline', true],
    ['file', true],
    ['yaml', false],
    ['pipeline', false],
  ])('as %s, which is a file: %s', async (field, isFile) => {
    const yaml = file(`upload-${field}-${isFile ? 'file' : 'text'}`);
    const send = <Body>() => upload<Body>(form([isFile ? [field, yaml, 'web.yaml'] : [field, yaml]]));
    const first = await send<ApplyPipelineAnswer>();
    expect(first).toMatchObject({ status: 201, body: { result: 'created', pipeline: { version: 1 } } });
    expect(await send()).toMatchObject({ status: 200, body: { result: 'unchanged' } });
    expect((await ask<string>('GET', `${base}/${first.body.pipeline.id}/yaml`)).body).toBe(yaml);
  });

  it('with all they include, a project and a message', async () => {
    const yaml = file('upload-many', 'true', '# with more\n');
    const { body } = await upload<ApplyPipelineAnswer>(
      form([
        ['part', 'a: 1\n', 'ci/a.yaml'],
        ['pipeline', yaml, 'pipeline.yaml'],
        ['file', 'b: 2\n', 'ci/deep/b.yaml'],
        ['project', 'uploads'],
        ['message', 'first'],
      ]),
    );
    expect(body.pipeline).toMatchObject({ project: 'uploads', message: 'first' });
    const version = await ask<VersionAnswer>('GET', `${base}/${body.pipeline.id}/versions/1`);
    expect(version.body.includes).toEqual({ 'ci/a.yaml': 'a: 1\n', 'ci/deep/b.yaml': 'b: 2\n' });
  });

  it('and are refused with the findings of a bad file', async () => {
    const { status, body } = await upload(form([['pipeline', 'name: bad\nstagse: 1\n', 'p.yaml']]));
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'bad-pipeline-file' });
    expect(body.details?.findings?.[0]).toMatchObject({ code: 'unknown-key', line: 2, column: 1 });
  });

  it.each<[string, [string, string, string?][], number, string]>([
    ['nothing', [['message', 'x']], 400, 'no-file'],
    [
      'two pipelines',
      [
        ['file', file('a'), 'a'],
        ['file', file('b'), 'b'],
      ],
      400,
      'two-pipelines',
    ],
    [
      'an unknown field',
      [
        ['yaml', file('a')],
        ['brunch', 'x'],
      ],
      400,
      'bad-upload',
    ],
    [
      'a way out',
      [
        ['yaml', file('a')],
        ['part', 'x', '../../etc/passwd'],
      ],
      400,
      'bad-upload',
    ],
    [
      'a template',
      [
        ['yaml', file('a')],
        ['part', 'x', 'library:node'],
      ],
      400,
      'bad-upload',
    ],
    [
      'a project that is none',
      [
        ['yaml', file('a')],
        ['project', 'No Slug'],
      ],
      400,
      'bad-request',
    ],
    ['a prototype', [['__proto__', 'x', 'a']], 400, 'bad-upload'],
    ['a large file', [['pipeline', `# ${'x'.repeat(262_144)}\n`, 'a']], 413, 'too-large'],
    ['a large text', [['yaml', `# ${'x'.repeat(262_144)}\n`]], 413, 'too-large'],
    [
      'a large include',
      [
        ['yaml', file('a')],
        ['part', 'x'.repeat(262_145), 'b'],
      ],
      413,
      'too-large',
    ],
    [
      'too much together',
      [
        ['yaml', file('a')],
        ...Array.from({ length: 5 }, (_, n) => ['f', 'x'.repeat(250_000), `f${n}`] as [string, string, string]),
      ],
      413,
      'too-large',
    ],
    [
      'too many files',
      Array.from({ length: 150 }, (_, n) => ['f', 'x', `f${n}`] as [string, string, string]),
      413,
      'too-large',
    ],
  ])('and %s is refused', async (_what, parts, status, code) => {
    const answer = await upload(form(parts));
    expect({ status: answer.status, code: answer.body.code, error: answer.body.error }).toEqual({
      status,
      code,
      error: 'validation',
    });
  });

  const raw = async (type: string, body: string, path = `${base}/upload`) => {
    const response = await house.request(path, { method: 'POST', headers: { 'content-type': type }, body });
    return { status: response.status, body: (await response.json()) as ErrorAnswer };
  };

  it.each([
    ['JSON', 'application/json', '{"yaml":"x"}', 415, 'bad-content-type'],
    ['YAML', 'application/yaml', file('a'), 415, 'bad-content-type'],
    ['a form without its boundary', 'multipart/form-data', 'x', 400, 'bad-upload'],
    [
      'a form that was cut',
      'multipart/form-data; boundary=b',
      '--b\r\ncontent-disposition: form-data; name="yaml"\r\n\r\nname',
      400,
      'bad-upload',
    ],
    ['an empty form', 'multipart/form-data; boundary=b', '', 400, 'no-file'],
    ['nonsense', 'multipart/form-data; boundary=b', 'hello', 400, 'bad-upload'],
  ])('and %s is refused', async (_what, type, body, status, code) => {
    const answer = await raw(type, body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.body.message.length).toBeGreaterThan(5);
  });

  it('only there: a form is no body for any other route', async () => {
    const { id } = await made(file('no-forms'));
    const body = '--b\r\ncontent-disposition: form-data; name="branch"\r\n\r\nmain\r\n--b--\r\n';
    for (const path of [base, `${base}/${id}/trigger`, `${base}/${id}/rollback`])
      expect((await raw('multipart/form-data; boundary=b', body, path)).status).toBe(415);
  });

  it('and 11 MB are refused before they are sent', async () => {
    const headers = {
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': 11_000_000,
      ...house.authorization,
    };
    const request = httpRequest(`${house.url}${base}/upload`, { method: 'POST', headers });
    request.on('error', () => undefined).flushHeaders();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(413);
    expect(JSON.parse(String(await buffer(response)))).toMatchObject({ code: 'too-large' });
    request.destroy();
  });

  it('and need the token', async () => {
    const response = await house.request(`${base}/upload`, {
      method: 'POST',
      headers: { authorization: 'Bearer wrong' },
      body: form([['yaml', file('a')]]),
    });
    expect(response.status).toBe(401);
  });
});
