import type { ApplyPipelineAnswer, ListVersionsAnswer, PipelineView, VersionAnswer } from '@switchyard/contracts';
import { House } from '../house.js';
import { type Ask, asking, base, file, refused } from './asking.js';

describe('pipelines over HTTP', () => {
  let house: House;
  let ask: Ask;
  beforeAll(async () => {
    house = await House.start();
    ask = asking(house);
  });
  afterAll(() => house.stop());
  const made = async (yaml: string): Promise<PipelineView> => (await house.apply(yaml)).pipeline;

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
});
