import type { ProjectId } from '@switchyard/contracts';
import { parsePipeline } from '@switchyard/pipeline-file';
import { CurrentPipelines } from './current-pipelines.js';
import { summaryOf } from './pipeline-view.js';
import {
  fileOf,
  MemoryPipelines,
  MemoryVersions,
  newId,
  PlainParser,
  StandingClock,
  versionOf,
} from './pipelines.story.js';
import { ReadModel } from './read-model.js';
import { ReadPipelines } from './read-pipelines.js';

describe('reading pipelines', () => {
  const pipelines = new MemoryPipelines();
  const files = new PlainParser();
  const models = new ReadModel(new MemoryVersions(), files);
  const reading = new ReadPipelines(pipelines, new CurrentPipelines(pipelines, new StandingClock()), models);
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

  it('reads no file for a list of what was written with its summary', async () => {
    const { model } = parsePipeline(`${fileOf('summed')}description: Short\n`);
    const owner = 'summed' as ProjectId;
    await pipelines.create(newId(), owner, 'summed', { ...versionOf('not read'), summary: summaryOf(model) });
    const before = [files.files, pipelines.asked];
    const { pipelines: rows } = await reading.list({ v: 1, limit: 9, project: owner });
    expect(rows).toMatchObject([{ description: 'Short', stages: [{ steps: [{ name: 'one', connector: 'shell' }] }] }]);
    expect([files.files, pipelines.asked]).toEqual(before);
  });

  it('ends a page early that would be too large for one message, and loses nothing', async () => {
    const owner = 'large' as ProjectId;
    const steps = Array.from({ length: 1_000 }, (_, n) => ({ name: `${n}`.padEnd(200, 'x'), connector: 'shell' }));
    const summary = { triggers: [], stages: [{ name: 's', parallel: false, steps }] };
    for (let n = 0; n < 12; n += 1)
      await pipelines.create(newId(), owner, `large-${String(n).padStart(2, '0')}`, { ...versionOf('x'), summary });
    const seen: string[] = [];
    let pages = 0;
    for (let after: string | undefined; ; pages += 1) {
      const page = await reading.list({ v: 1, limit: 200, project: owner, ...(after === undefined ? {} : { after }) });
      expect(JSON.stringify(page).length).toBeLessThan(1_100_000);
      seen.push(...page.pipelines.map(({ name }) => name));
      after = page.next;
      if (after === undefined) break;
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, n) => `large-${String(n).padStart(2, '0')}`));
    expect(pages).toBeGreaterThan(1);
  });

  it.each([
    ['a name, where time is the order', 'web', 'updated'],
    ['a cursor without its id', 'web\tx', 'name'],
    ['a bare tab', '\t', 'updated'],
  ] as const)('refuses as a cursor %s', async (_what, after, sort) => {
    await expect(reading.list({ v: 1, limit: 9, after, sort })).rejects.toMatchObject({ code: 'bad-cursor' });
  });
});
