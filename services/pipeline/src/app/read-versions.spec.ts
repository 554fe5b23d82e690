import { MemoryPipelines, newId, project, versionOf } from './pipelines.story.js';
import { Differ, type Named } from './ports.js';
import { ReadVersions } from './read-versions.js';

class Sides extends Differ {
  async unified(from: Named, to: Named) {
    return `${from.version}:${from.yaml} -> ${to.version}:${to.yaml}`;
  }
}

describe('the history of a pipeline', () => {
  const pipelines = new MemoryPipelines();
  const reading = new ReadVersions(pipelines, new Sides());
  const id = newId();
  beforeAll(async () => {
    let row = await pipelines.create(id, project, 'web', { ...versionOf('a'), includes: { b: '1', a: '2' } });
    for (const yaml of ['b', 'c']) row = row && (await pipelines.update(row, { ...versionOf(yaml), message: yaml }));
  });
  const other = newId();
  const query = { v: 1 as const, pipelineId: id };

  it('is listed newest first, page by page', async () => {
    const first = await reading.list({ ...query, limit: 2 });
    expect(first).toMatchObject({ versions: [{ version: 3, message: 'c' }, { version: 2 }], next: 2 });
    expect(await reading.list({ ...query, limit: 2, before: 2 })).toEqual({
      result: 'found',
      versions: [{ version: 1, name: 'web', author: 'alice', at: '2026-11-23T12:30:00.000Z', files: ['a', 'b'] }],
    });
    expect(await reading.list({ ...query, limit: 2, before: 1 })).toEqual({ result: 'found', versions: [] });
    expect(await reading.list({ v: 1, pipelineId: other, limit: 2 })).toEqual({ result: 'missing' });
  });

  it('shows one version with all it had', async () => {
    const found = await reading.get({ ...query, version: 1 });
    expect(found).toMatchObject({ result: 'found', yaml: 'a', includes: { a: '2', b: '1' } });
    expect(await reading.get({ ...query, version: 9 })).toEqual({ result: 'unknown-version', current: 3 });
    expect(await reading.get({ v: 1, pipelineId: other, version: 1 })).toEqual({ result: 'missing' });
  });

  it.each([
    [{}, '2:b -> 3:c'],
    [{ from: 1 }, '1:a -> 3:c'],
    [{ to: 2 }, '1:a -> 2:b'],
    [{ from: 3, to: 1 }, '3:c -> 1:a'],
    [{ to: 1 }, '0: -> 1:a'],
  ])('compares %j', async (range, diff) => {
    expect(await reading.diff({ ...query, ...range })).toMatchObject({ result: 'found', diff });
  });

  it('compares nothing that is not there', async () => {
    expect(await reading.diff({ ...query, from: 9 })).toEqual({ result: 'unknown-version', current: 3 });
    expect(await reading.diff({ v: 1, pipelineId: other })).toEqual({ result: 'missing' });
  });
});
