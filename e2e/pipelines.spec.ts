import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type {
  ApplyPipelineAnswer,
  ErrorAnswer,
  ListPipelinesReply,
  ListVersionsAnswer,
  PipelineView,
  TemplateAnswer,
  VersionAnswer,
} from '@switchyard/contracts';
import { House } from './house.js';

const file = (name: string, command = 'true', more = '') =>
  `name: ${name}\n${more}steps:\n  - { name: one, run: '${command}' }\n`;
const base = '/api/ci/pipelines';
const nobody = '01m84ywyccwh2egkrpyg85s86c';

describe('pipelines over HTTP', () => {
  let house: House;
  beforeAll(async () => (house = await House.start()));
  afterAll(() => house.stop());

  interface Told<Body> {
    status: number;
    body: Body;
    headers: Headers;
  }
  const ask = async <Body = ErrorAnswer>(
    method: string,
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<Told<Body>> => {
    const type = typeof body === 'string' ? 'application/yaml' : 'application/json';
    const response = await house.request(path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': type }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: (isJson ? JSON.parse(text) : text) as Body, headers: response.headers };
  };
  const made = async (yaml: string): Promise<PipelineView> => (await house.apply(yaml)).pipeline;
  const refused = ({ status, body }: Told<ErrorAnswer>) => ({ status, error: body.error, code: body.code });

  describe('have a history', () => {
    let id: string;
    beforeAll(async () => {
      id = (await made(file('history', 'one'))).id;
      const actor = { 'yard-actor': 'Ann' };
      await ask('PUT', `${base}/${id}`, { yaml: file('history', 'two'), message: 'faster' }, actor);
      await ask('PUT', `${base}/${id}`, file('history', 'three'));
    });

    it('of every version, newest first, page by page', async () => {
      const first = (await ask<ListVersionsAnswer>('GET', `${base}/${id}/versions?limit=2`)).body;
      expect(first).toMatchObject({ versions: [{ version: 3, author: 'owner' }, { version: 2 }], next: 2 });
      expect(first.versions[1]).toMatchObject({ author: 'Ann', message: 'faster', name: 'history', files: [] });
      const second = (await ask<ListVersionsAnswer>('GET', `${base}/${id}/versions?limit=2&before=2`)).body;
      expect(second).toMatchObject({ versions: [{ version: 1 }] });
      expect(second).not.toHaveProperty('next');
    });

    it('in which each file is as it was given', async () => {
      const { body, headers } = await ask<VersionAnswer>('GET', `${base}/${id}/versions/1`);
      expect(body).toMatchObject({ version: 1, yaml: file('history', 'one'), includes: {} });
      expect(headers.get('etag')).toBe('"1"');
      for (const path of [`versions/2/yaml`, `yaml?version=2`]) {
        const { body: yaml, headers: more } = await ask<string>('GET', `${base}/${id}/${path}`);
        expect(yaml).toBe(file('history', 'two'));
        expect([more.get('etag'), more.get('content-type')]).toEqual(['"2"', 'application/yaml; charset=utf-8']);
      }
      expect((await ask<string>('GET', `${base}/${id}/yaml`)).body).toBe(file('history', 'three'));
    });

    it('with a unified diff between any two', async () => {
      const { body, headers } = await ask<string>('GET', `${base}/${id}/diff?from=1&to=2`);
      expect(body).toBe(
        [
          '--- pipeline.yaml\tversion 1',
          '+++ pipeline.yaml\tversion 2',
          '@@ -1,3 +1,3 @@',
          ' name: history',
          ' steps:',
          "-  - { name: one, run: 'one' }",
          "+  - { name: one, run: 'two' }",
          '',
        ].join('\n'),
      );
      expect(headers.get('content-type')).toMatch(/^text\/x-diff/);
      expect((await ask<string>('GET', `${base}/${id}/diff`)).body).toContain("+  - { name: one, run: 'three' }");
      expect((await ask<string>('GET', `${base}/${id}/diff?from=2&to=2`)).body).toBe('');
    });

    it('to which one can go back by a new version', async () => {
      const wish = { version: 1, message: 'the others were worse' };
      const { status, body, headers } = await ask<ApplyPipelineAnswer>('POST', `${base}/${id}/rollback`, wish);
      expect(status).toBe(200);
      expect(body).toMatchObject({ result: 'updated', pipeline: { version: 4, message: 'the others were worse' } });
      expect(headers.get('etag')).toBe('"4"');
      expect((await ask<string>('GET', `${base}/${id}/yaml`)).body).toBe(file('history', 'one'));
    });

    it.each([
      ['GET', 'versions/99', 404, 'unknown-version'],
      ['GET', 'versions/0', 400, 'bad-request'],
      ['GET', 'versions/x', 400, 'bad-request'],
      ['GET', 'versions/99/yaml', 404, 'unknown-version'],
      ['GET', 'yaml?version=99', 404, 'unknown-version'],
      ['GET', 'yaml?version=-1', 400, 'bad-request'],
      ['GET', 'versions?before=0', 400, 'bad-request'],
      ['GET', 'versions?limit=1000', 400, 'bad-request'],
      ['GET', 'versions?brunch=1', 400, 'bad-request'],
      ['GET', 'diff?from=99', 404, 'unknown-version'],
      ['GET', 'diff?from=1.5', 400, 'bad-request'],
    ])('and %s /%s answers %i', async (method, path, status, code) => {
      expect(refused(await ask(method, `${base}/${id}/${path}`))).toEqual({ status, error: 'validation', code });
    });

    it.each<[object | undefined, number, string]>([
      [{ version: 99 }, 404, 'unknown-version'],
      [{ version: '1' }, 400, 'bad-request'],
      [{ version: 0 }, 400, 'bad-request'],
      [{}, 400, 'bad-request'],
      [{ version: 1, message: '' }, 400, 'bad-request'],
      [{ version: 1, message: 'x'.repeat(501) }, 400, 'bad-request'],
      [{ version: 1, force: true }, 400, 'bad-request'],
    ])('and rolling back to %j answers %i', async (body, status, code) => {
      expect(refused(await ask('POST', `${base}/${id}/rollback`, body))).toMatchObject({ status, code });
    });
  });

  it('run in the version that was current when they were triggered, also when the next is written at once', async () => {
    const { id } = await made(file('pinned', 'echo 1'));
    const runs: { execution: string; version: number }[] = [];
    for (let version = 1; version <= 8; version += 1) {
      const [execution] = await Promise.all([
        house.trigger(id),
        version < 8 ? ask('PUT', `${base}/${id}`, file('pinned', `echo ${version + 1}`)) : undefined,
      ]);
      runs.push({ execution, version });
    }
    for (const { execution } of runs) {
      const ended = await house.ended(execution as never);
      expect(ended.status).toBe('success');
      // The text that ran is that of the version it says it is, and the trigger saw no version that was not written yet.
      expect(await house.output(ended, 'one')).toBe(`${ended.pipelineVersion}\n`);
    }
    const versions = await Promise.all(
      runs.map(async one => (await house.get(one.execution as never)).pipelineVersion),
    );
    for (const [index, { version }] of runs.entries()) {
      expect(versions[index]).toBeGreaterThanOrEqual(version);
      expect(versions[index]).toBeLessThanOrEqual(version + 1);
    }
  });

  describe('can be changed on condition', () => {
    let id: string;
    beforeAll(async () => {
      id = (await made(file('bound', 'one'))).id;
      await ask('PUT', `${base}/${id}`, file('bound', 'two'));
    });
    const changes: [string, string, object | string | undefined][] = [
      ['PUT', '', file('bound', 'late')],
      ['PATCH', '', { enabled: false }],
      ['POST', '/rollback', { version: 1 }],
      ['DELETE', '', undefined],
    ];

    it.each(changes)('and %s%s of a version that is no longer current changes nothing', async (method, path, body) => {
      const stale = await ask(method, `${base}/${id}${path}`, body, { 'if-match': '"1"' });
      expect(refused(stale)).toEqual({ status: 412, error: 'validation', code: 'version-changed' });
      expect(stale.body.message).toContain('2');
      expect((await ask<PipelineView>('GET', `${base}/${id}`)).body).toMatchObject({ version: 2, enabled: true });
    });

    it.each(changes)('and %s%s with a condition that is none is refused', async (method, path, body) => {
      for (const ifMatch of ['2', '"x"', 'W/"2"', '"2", "3"', '"99999999999999999999"', '""'])
        expect(refused(await ask(method, `${base}/${id}${path}`, body, { 'if-match': ifMatch }))).toMatchObject({
          status: 400,
          code: 'bad-if-match',
        });
    });

    it('and is, when the ETag is that of the answer before', async () => {
      const { headers } = await ask('GET', `${base}/${id}`);
      const etag = headers.get('etag') ?? '';
      const put = await ask<ApplyPipelineAnswer>('PUT', `${base}/${id}`, file('bound', 'in time'), {
        'if-match': etag,
      });
      expect([etag, put.status, put.headers.get('etag')]).toEqual(['"2"', 200, '"3"']);
      expect((await ask('PUT', `${base}/${id}`, file('bound', 'any'), { 'if-match': '*' })).status).toBe(200);
    });

    it('so that of ten rivals one wins', async () => {
      const { version } = (await ask<PipelineView>('GET', `${base}/${id}`)).body;
      const rivals = Array.from({ length: 10 }, (_, n) =>
        ask('PUT', `${base}/${id}`, file('bound', `rival ${n}`), { 'if-match': `"${version}"` }),
      );
      const statuses = (await Promise.all(rivals)).map(({ status }) => status).sort();
      expect(statuses).toEqual([200, ...Array<number>(9).fill(412)]);
    });
  });

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

  describe('are listed', () => {
    beforeAll(async () => {
      const yaml = (name: string, step: string) => `name: ${name}\nsteps: [{ name: one, ${step} }]\n`;
      for (const [name, step] of [
        ['Listed Web', 'run: x'],
        ['listed-api', 'null: {}'],
        ['listed-zoo', 'run: x'],
      ] as const)
        await ask('POST', base, { yaml: yaml(name, step), project: 'listed' });
      const { pipelines } = await house.json<ListPipelinesReply>(`${base}?name=listed-zoo`);
      await ask('PATCH', `${base}/${pipelines[0]?.id}`, { enabled: false });
      await ask('POST', base, { yaml: `${yaml('listed-api', 'null: {}')}# newer\n`, project: 'listed' });
    });
    const names = async (query: string) =>
      (await house.json<ListPipelinesReply>(`${base}?project=listed${query}`)).pipelines.map(({ name }) => name);

    it.each([
      ['', ['Listed Web', 'listed-api', 'listed-zoo']],
      ['&name=WEB', ['Listed Web']],
      ['&name=d%20w', ['Listed Web']],
      ['&name=.*', []],
      ['&name=%5B', []],
      ['&enabled=true', ['Listed Web', 'listed-api']],
      ['&enabled=false', ['listed-zoo']],
      ['&connector=null', ['listed-api']],
      ['&connector=azure', []],
      ['&sort=updated', ['listed-api', 'listed-zoo', 'Listed Web']],
      ['&after=listed-api', ['listed-zoo']],
    ])('by %j', async (query, wanted) => {
      expect(await names(query)).toEqual(wanted);
    });

    it.each(['name', 'updated'])('page by page by %s, each once', async sort => {
      const seen: string[] = [];
      for (let after = ''; ;) {
        const page = await house.json<ListPipelinesReply>(`${base}?project=listed&sort=${sort}&limit=1${after}`);
        seen.push(...page.pipelines.map(({ name }) => name));
        if (page.next === undefined) break;
        after = `&after=${encodeURIComponent(page.next)}`;
      }
      expect(seen).toEqual(await names(`&sort=${sort}`));
    });

    it.each([
      'enabled=yes',
      'deleted=1',
      'connector=fax',
      'sort=size',
      'name=',
      `name=${'x'.repeat(201)}`,
      'sort=updated&after=web',
      'sort=name&after=a%09b',
      'limit=201',
      'nmae=x',
      'project=No%20Slug',
      'name[$ne]=x',
      'name=a&name=b',
    ])('and %s is refused', async query => {
      const { status, body } = await ask('GET', `${base}?${query}`);
      expect({ status, error: body.error }).toEqual({ status: 400, error: 'validation' });
    });
  });

  describe('can be uploaded', () => {
    const form = (parts: [field: string, text: string, filename?: string | undefined][]): FormData => {
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
      ['pipeline', 'web.yaml'],
      ['file', 'web.yaml'],
      ['yaml', undefined],
      ['pipeline', undefined],
    ])('as %s, file %s', async (field, filename) => {
      const yaml = file(`upload-${field}-${filename === undefined ? 'text' : 'file'}`);
      const first = await upload<ApplyPipelineAnswer>(form([[field, yaml, filename]]));
      expect(first).toMatchObject({ status: 201, body: { result: 'created', pipeline: { version: 1 } } });
      expect(await upload(form([[field, yaml, filename]]))).toMatchObject({
        status: 200,
        body: { result: 'unchanged' },
      });
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
      const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
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

  describe('bring files with them', () => {
    it('as JSON, and a change of one makes a version', async () => {
      const yaml = file('with-files');
      const send = (files: unknown) => ask<ApplyPipelineAnswer>('POST', base, { yaml, files } as object);
      expect((await send({ 'a.yaml': '1\n' })).body).toMatchObject({ result: 'created' });
      expect((await send({ 'a.yaml': '1\n' })).body).toMatchObject({ result: 'unchanged' });
      const { body } = await send({ 'a.yaml': '2\n' });
      expect(body).toMatchObject({ result: 'updated', pipeline: { version: 2 } });
      const { body: diff } = await ask<string>('GET', `${base}/${body.pipeline.id}/diff`);
      expect(diff).toBe('--- a.yaml\tversion 1\n+++ a.yaml\tversion 2\n@@ -1,1 +1,1 @@\n-1\n+2\n');
    });

    it.each<[string, unknown]>([
      ['a list', ['x']],
      ['a text', 'x'],
      ['a number in them', { a: 1 }],
      ['a root', { '/etc/passwd': 'x' }],
      ['a way out', { 'a/../../b': 'x' }],
      ['no name', { '': 'x' }],
      ['a template', { 'library:node': 'x' }],
      ['one too large', { a: 'x'.repeat(262_145) }],
      ['too many', Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`f${n}`, 'x']))],
      ['too much', Object.fromEntries(Array.from({ length: 5 }, (_, n) => [`f${n}`, 'x'.repeat(200_000)]))],
    ])('and %s is refused', async (_what, files) => {
      for (const [method, path] of [
        ['POST', base],
        ['PUT', `${base}/${nobody}`],
      ] as const)
        expect(refused(await ask(method, path, { yaml: file('x'), files } as object))).toEqual({
          status: 400,
          error: 'validation',
          code: 'bad-request',
        });
    });

    it('and a file that is too large is told as such, whatever its size', async () => {
      for (const size of [262_145, 3_000_000, 9_000_000]) {
        const { status, body } = await ask('POST', base, `# ${'x'.repeat(size)}`);
        expect({ status, code: body.code }).toEqual({ status: 400, code: 'bad-pipeline-file' });
        expect(body.details?.findings).toMatchObject([{ code: 'too-large' }]);
      }
    });
  });

  describe('take in templates of the library', () => {
    const library = '/api/ci/templates';

    it('as they are when they are applied', async () => {
      const put = (text: string) => ask<{ result: string }>('PUT', `${library}/node?project=shop`, text);
      const first = await put('a: 1\n');
      expect([first.status, first.body.result, first.headers.get('etag')]).toEqual([201, 'created', '"1"']);
      const yaml = file('templated', 'true', '# include: [library:node]\n');
      const apply = () => ask<ApplyPipelineAnswer>('POST', base, { yaml, project: 'shop' });
      const { id } = (await apply()).body.pipeline;
      const second = await put('a: 2\n');
      expect([second.status, second.body.result]).toEqual([200, 'updated']);
      const includes = async (version: number) =>
        (await ask<VersionAnswer>('GET', `${base}/${id}/versions/${version}`)).body.includes;
      expect(await includes(1)).toEqual({ 'library:node': 'a: 1\n' });
      expect((await apply()).body).toMatchObject({ result: 'updated', pipeline: { version: 2 } });
      expect(await includes(2)).toEqual({ 'library:node': 'a: 2\n' });
      expect(await includes(1)).toEqual({ 'library:node': 'a: 1\n' });
    });

    it('which have their own history, also once they are deleted', async () => {
      const at = (rest = '') => `${library}/java${rest}`;
      await ask('PUT', at(), { text: 'one', message: 'first' });
      await ask('PUT', at(), { text: 'two' });
      expect((await ask<{ result: string }>('PUT', at(), { text: 'two' })).body.result).toBe('unchanged');
      const { body, headers } = await ask<TemplateAnswer>('GET', at());
      expect([body.text, body.version, headers.get('etag')]).toEqual(['two', 2, '"2"']);
      expect((await ask<TemplateAnswer>('GET', at('?version=1'))).body).toMatchObject({
        text: 'one',
        message: 'first',
      });
      expect(refused(await ask('DELETE', at(), undefined, { 'if-match': '"1"' }))).toMatchObject({ status: 412 });
      expect(refused(await ask('PUT', at(), { text: 'x' }, { 'if-match': '"1"' }))).toMatchObject({ status: 412 });
      expect((await ask('DELETE', at(), undefined, { 'if-match': '"2"' })).status).toBe(200);
      expect(refused(await ask('GET', at()))).toMatchObject({ status: 404, code: 'unknown-template' });
      expect((await ask<TemplateAnswer>('GET', at('?version=1'))).body.text).toBe('one');
      const { versions } = (await ask<{ versions: { version: number }[] }>('GET', at('/versions'))).body;
      expect(versions.map(({ version }) => version)).toEqual([2, 1]);
      expect((await ask<{ templates: object[] }>('GET', library)).body.templates).toEqual([]);
      expect((await ask('PUT', at(), { text: 'three' })).headers.get('etag')).toBe('"3"');
    });

    it.each<[string, string, object | string | undefined, number, string]>([
      ['GET', '/none', undefined, 404, 'unknown-template'],
      ['DELETE', '/none', undefined, 404, 'unknown-template'],
      ['GET', '/none/versions', undefined, 404, 'unknown-template'],
      ['GET', '/none?version=0', undefined, 400, 'bad-request'],
      ['GET', '/No_Slug', undefined, 400, 'bad-request'],
      ['GET', '?project=No%20Slug', undefined, 400, 'bad-request'],
      ['PUT', '/none', {}, 400, 'bad-request'],
      ['PUT', '/none', { text: 7 }, 400, 'bad-request'],
      ['PUT', '/none', { text: 'x', txt: 'y' }, 400, 'bad-request'],
      ['PUT', '/none', 'x'.repeat(262_145), 400, 'bad-request'],
    ])('and %s %s answers as it should', async (method, path, body, status, code) => {
      expect(refused(await ask(method, `${library}${path}`, body))).toEqual({ status, error: 'validation', code });
    });

    it('and a condition on a template that is not there does not create it', async () => {
      expect(refused(await ask('PUT', `${library}/none`, { text: 'x' }, { 'if-match': '"1"' }))).toMatchObject({
        status: 412,
      });
      expect((await ask('GET', `${library}/none`)).status).toBe(404);
    });
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
});
