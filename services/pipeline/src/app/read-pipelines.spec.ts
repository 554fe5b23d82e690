import type { ProjectId } from '@switchyard/contracts';
import { fileOf, MemoryPipelines, MemoryVersions, newId, PlainParser, versionOf } from './pipelines.story.js';
import { ReadModel } from './read-model.js';
import { ReadPipelines } from './read-pipelines.js';

describe('reading pipelines', () => {
  const pipelines = new MemoryPipelines();
  const files = new PlainParser();
  const reading = new ReadPipelines(pipelines, new ReadModel(new MemoryVersions(), files));
  const broken = newId();
  beforeAll(async () => {
    for (const project of ['one', 'two', 'three'] as ProjectId[])
      await pipelines.create(newId(), project, 'web', versionOf(fileOf('web')));
    await pipelines.create(newId(), 'one' as ProjectId, 'api', versionOf(fileOf('api')));
    await pipelines.create(broken, 'one' as ProjectId, 'old', versionOf('nonsense'));
  });

  it('lists each of them once, however small the pages', async () => {
    for (const limit of [1, 2, 3, 5, 50]) {
      const seen: string[] = [];
      let page = await reading.list({ v: 1, limit });
      for (; page.next !== undefined; page = await reading.list({ v: 1, limit, after: page.next }))
        seen.push(...page.pipelines.map(({ name, project }) => `${name} ${project}`));
      seen.push(...page.pipelines.map(({ name, project }) => `${name} ${project}`));
      expect(seen.map(row => row.split(' ')[0])).toEqual(['api', 'old', 'web', 'web', 'web']);
      expect(new Set(seen).size).toBe(5);
    }
  });

  it('goes on after a name, and stays within a project', async () => {
    const { pipelines: rows } = await reading.list({ v: 1, limit: 9, after: 'api', project: 'one' as ProjectId });
    expect(rows.map(({ name }) => name)).toEqual(['old', 'web']);
  });

  it('shows a pipeline with its text, also one whose text cannot be read any more', async () => {
    expect(await reading.get(broken)).toMatchObject({ result: 'found', yaml: 'nonsense', pipeline: { stages: [] } });
    expect(await reading.get(newId())).toEqual({ result: 'missing' });
  });

  it('reads a version once', async () => {
    const before = files.files;
    await reading.list({ v: 1, limit: 50, after: 'old' });
    expect(files.files).toBe(before);
  });
});
