import type { ApplyPipelineAnswer, TemplateAnswer, VersionAnswer } from '@switchyard/contracts';
import { House } from '../house.js';
import { type Ask, asking, base, file, nobody, refused } from './asking.js';

describe('pipelines that bring files, over HTTP', () => {
  let house: House;
  let ask: Ask;
  beforeAll(async () => {
    house = await House.start();
    ask = asking(house);
  });
  afterAll(() => house.stop());

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
      for (const size of [262_145, 600_000, 1_000_000]) {
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
});
