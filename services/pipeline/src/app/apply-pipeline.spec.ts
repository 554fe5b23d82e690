import type { ApplyPipelineReply } from '@switchyard/contracts';
import type { ApplyPipeline } from './apply-pipeline.js';
import { fileOf, MemoryPipelines, project, surroundings, versionOf } from './pipelines.story.js';

describe('applying a pipeline file', () => {
  let pipelines: MemoryPipelines;
  let around: ReturnType<typeof surroundings>;
  let applying: ApplyPipeline;
  beforeEach(() => {
    pipelines = new MemoryPipelines();
    around = surroundings(pipelines);
    applying = around.applying;
  });
  const apply = (yaml: string) => applying.run({ v: 1, project, yaml, author: 'alice' });
  const version = (reply: ApplyPipelineReply) => (reply.result === 'invalid' ? undefined : reply.pipeline.version);

  it('creates a pipeline, leaves it as it is, and gives it a version for each change', async () => {
    const replies = [fileOf('web'), fileOf('web'), fileOf('web', 'false'), fileOf('web')];
    const seen = [];
    for (const yaml of replies) {
      const reply = await apply(yaml);
      seen.push([reply.result, version(reply)]);
    }
    expect(seen).toEqual([
      ['created', 1],
      ['unchanged', 1],
      ['updated', 2],
      ['updated', 3],
    ]);
    expect(pipelines.rows.size).toBe(1);
  });

  it('shows what the file says', async () => {
    const reply = await apply(
      'name: web\ndescription: The site\nstages: [{ name: s, parallel: true, steps: [{ name: a, run: x }] }]',
    );
    expect(reply).toMatchObject({
      result: 'created',
      findings: [],
      pipeline: {
        project,
        name: 'web',
        description: 'The site',
        createdAt: '2026-11-23T12:30:00.000Z',
        author: 'alice',
        enabled: true,
        stages: [{ name: 's', parallel: true, steps: [{ name: 'a', connector: 'shell' }] }],
      },
    });
  });

  it('keeps nothing of a file with an error, and tells all findings', async () => {
    expect(await apply('name: web\nstagse: 1\n')).toMatchObject({
      result: 'invalid',
      findings: [{ code: 'unknown-key' }, { code: 'no-steps' }],
    });
    expect(pipelines.rows.size).toBe(0);
  });

  it('takes a file with warnings, and tells them', async () => {
    const reply = await apply('name: web\nsteps: [{ name: one, run: x, services: { db: postgres } }]\n');
    expect(reply).toMatchObject({ result: 'created', findings: [{ severity: 'warning' }] });
  });

  it('becomes a version when another creates the pipeline meanwhile', async () => {
    pipelines.meanwhile = () => apply(fileOf('web'));
    expect(await apply(fileOf('web', 'false'))).toMatchObject({ result: 'updated', pipeline: { version: 2 } });
  });

  it('changes nothing when another applies the same meanwhile', async () => {
    pipelines.meanwhile = () => apply(fileOf('web'));
    expect(await apply(fileOf('web'))).toMatchObject({ result: 'unchanged', pipeline: { version: 1 } });
    pipelines.meanwhile = () => apply(fileOf('web', 'false'));
    expect(await apply(fileOf('web', 'false'))).toMatchObject({ result: 'unchanged', pipeline: { version: 2 } });
  });

  it('says so when others never stop changing it', async () => {
    await apply(fileOf('web'));
    let n = 0;
    const disturb = async () => {
      const [row] = pipelines.rows.values();
      n += 1;
      if (row) await pipelines.update(row, versionOf(`another ${n}`));
      pipelines.meanwhile = disturb;
    };
    pipelines.meanwhile = disturb;
    await expect(apply(fileOf('web', 'false'))).rejects.toMatchObject({ code: 'too-contended', retry: true });
  });

  it('tells everybody of each change, and of nothing else', async () => {
    await apply(fileOf('web'));
    await apply(fileOf('web'));
    const reply = await apply(fileOf('web', 'false'));
    const id = reply.result === 'invalid' ? '' : reply.pipeline.id;
    expect(around.news.told.map(({ data }) => [data.change, data.version, data.actor])).toEqual([
      ['created', 1, 'alice'],
      ['updated', 2, 'alice'],
    ]);
    expect(around.news.told[1]).toMatchObject({
      type: 'pipeline.changed',
      subject: id,
      data: { project, name: 'web' },
    });
  });

  describe('that brings files', () => {
    const bring = (yaml: string, files: Record<string, string>, message?: string) =>
      applying.run({ v: 1, project, yaml, author: 'alice', files, ...(message ? { message } : {}) });
    const current = () => pipelines.findByName(project, 'web');

    it('keeps them with the version, and makes a new one when one of them differs', async () => {
      const files = { 'ci/a.yaml': 'a' };
      expect(await bring(fileOf('web'), files, 'first')).toMatchObject({ result: 'created' });
      expect(await current()).toMatchObject({ includes: files, message: 'first' });
      expect(await bring(fileOf('web'), { ...files })).toMatchObject({ result: 'unchanged' });
      expect(await bring(fileOf('web'), { 'ci/a.yaml': 'b' })).toMatchObject({ result: 'updated' });
      expect(await bring(fileOf('web'), {})).toMatchObject({ result: 'updated', pipeline: { version: 3 } });
    });

    const put = (name: string, text: string) => around.keeping.put({ v: 1, project, name, text, actor: 'bob' });

    it('pins the templates they name as they are now, and those that these name', async () => {
      await put('node', '# library:base');
      await put('base', 'one');
      const yaml = `${fileOf('web')}# include: [library:node, library:none]\n`;
      await bring(yaml, {});
      const pinned = { 'library:node': '# library:base', 'library:base': 'one' };
      expect((await current())?.includes).toEqual(pinned);
      await put('base', 'two');
      expect((await current())?.includes).toEqual(pinned);
      expect(await bring(yaml, {})).toMatchObject({ result: 'updated', pipeline: { version: 2 } });
      expect((await current())?.includes).toMatchObject({ 'library:base': 'two' });
    });

    it('does not go round in circles with templates that name each other', async () => {
      await put('a', 'library:b');
      await put('b', 'library:a');
      await bring(`${fileOf('web')}# library:a\n`, {});
      expect(Object.keys((await current())?.includes ?? {}).sort()).toEqual(['library:a', 'library:b']);
    });

    it('is refused with what it would be when the library makes it too large', async () => {
      for (const name of ['a', 'b', 'c', 'd']) await put(name, 'x'.repeat(200_000));
      const yaml = `${fileOf('web')}# library:a library:b library:c library:d\n`;
      await expect(bring(yaml, {})).rejects.toMatchObject({ code: 'too-large', blame: 'user', retry: false });
      const many = Array.from({ length: 101 }, (_, n) => `library:t${n}`).join(' ');
      await expect(bring(`${fileOf('web')}# ${many}\n`, {})).rejects.toThrow('101 files, and 100 is the most');
    });
  });
});
