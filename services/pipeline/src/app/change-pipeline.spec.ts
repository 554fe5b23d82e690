import type { PipelineId } from '@switchyard/contracts';
import { fileOf, MemoryPipelines, newId, project, surroundings, versionOf } from './pipelines.story.js';

describe('changing a pipeline', () => {
  let pipelines: MemoryPipelines;
  let around: ReturnType<typeof surroundings>;
  let id: PipelineId;
  beforeEach(async () => {
    pipelines = new MemoryPipelines();
    around = surroundings(pipelines);
    id = newId();
    await pipelines.create(id, project, 'web', versionOf(fileOf('web')));
  });
  const base = () => ({ v: 1 as const, pipelineId: id, actor: 'bob' });
  const replace = (yaml: string, more: { ifVersion?: number; message?: string } = {}) =>
    around.changing.replace({ ...base(), yaml, ...more });
  const rollBack = (version: number, more: { ifVersion?: number; message?: string } = {}) =>
    around.changing.rollBack({ ...base(), version, ...more });

  it('gives it a new version, with who and why', async () => {
    expect(await replace(fileOf('web', 'false'), { message: 'slower' })).toMatchObject({
      result: 'updated',
      pipeline: { id, version: 2, author: 'bob', message: 'slower', createdAt: '2026-11-23T12:30:00.000Z' },
    });
    expect(around.news.told).toMatchObject([{ subject: id, data: { change: 'updated', version: 2, actor: 'bob' } }]);
  });

  it('leaves it as it is when the file says the same', async () => {
    expect(await replace(fileOf('web'))).toMatchObject({ result: 'unchanged', pipeline: { version: 1 } });
    expect(around.news.told).toEqual([]);
  });

  it('keeps nothing of a file with an error', async () => {
    expect(await replace('name: web\nstagse: 1\n')).toMatchObject({ result: 'invalid' });
    expect((await pipelines.find(id))?.version).toBe(1);
  });

  it('renames it with its file, unless the name is taken', async () => {
    expect(await replace(fileOf('site'))).toMatchObject({ result: 'updated', pipeline: { id, name: 'site' } });
    await pipelines.create(newId(), project, 'web', versionOf(fileOf('web')));
    expect(await replace(fileOf('web'))).toEqual({ result: 'name-taken', name: 'web' });
    expect(await rollBack(1)).toEqual({ result: 'name-taken', name: 'web' });
    expect(await pipelines.find(id)).toMatchObject({ name: 'site', version: 2 });
  });

  it('goes on from what another wrote meanwhile, unless it is bound to a version', async () => {
    const disturb = async () => {
      const row = await pipelines.find(id);
      if (row) await pipelines.update(row, versionOf('another'));
    };
    pipelines.meanwhile = disturb;
    expect(await replace(fileOf('site'))).toMatchObject({ result: 'updated', pipeline: { version: 3 } });
    pipelines.meanwhile = disturb;
    expect(await replace(fileOf('shop'), { ifVersion: 3 })).toEqual({ result: 'stale', version: 4 });
    expect(await pipelines.find(id)).toMatchObject({ name: 'site', version: 4 });
  });

  it('rolls back by a new version with all the old one had', async () => {
    await replace(fileOf('web', 'false'));
    expect(await rollBack(1)).toMatchObject({
      result: 'updated',
      pipeline: { version: 3, author: 'bob', message: 'as version 1' },
    });
    expect(await pipelines.version(id, 3)).toMatchObject({ yaml: fileOf('web') });
    expect(await rollBack(2, { message: 'no, that one' })).toMatchObject({ pipeline: { message: 'no, that one' } });
    expect(await rollBack(2)).toMatchObject({ result: 'unchanged', pipeline: { version: 4 } });
  });

  it('rolls back to the templates as they were, not as they are', async () => {
    const put = (text: string) => around.keeping.put({ v: 1, project, name: 'node', text, actor: 'bob' });
    await put('old');
    await replace(`${fileOf('web')}# library:node\n`);
    await put('new');
    await replace(fileOf('web', 'false'));
    await rollBack(2);
    expect(await pipelines.find(id)).toMatchObject({ version: 4, includes: { 'library:node': 'old' } });
  });

  it('rolls back to no version that never was, or that cannot be read any more', async () => {
    expect(await rollBack(9)).toEqual({ result: 'unknown-version', version: 1 });
    const row = await pipelines.find(id);
    if (row) await pipelines.update(row, versionOf('name: web\nobsolete: 1\n'));
    await replace(fileOf('web', 'false'));
    expect(await rollBack(2)).toMatchObject({ result: 'invalid', findings: [{ code: 'unknown-key' }, {}] });
  });

  it.each([
    ['replaced', () => replace(fileOf('web', 'x'), { ifVersion: 2 })],
    ['rolled back', () => rollBack(1, { ifVersion: 2 })],
    ['disabled', () => around.marking.switch({ ...base(), enabled: false, ifVersion: 2 })],
    ['deleted', () => around.marking.remove({ ...base(), ifVersion: 2 })],
  ])('is not %s on another version than the one that was meant', async (_what, act) => {
    expect(await act()).toEqual({ result: 'stale', version: 1 });
    expect(around.news.told).toEqual([]);
  });

  it('does nothing to one that is not there', async () => {
    id = newId();
    expect(await replace(fileOf('web'))).toEqual({ result: 'missing' });
    expect(await rollBack(1)).toEqual({ result: 'missing' });
    expect(await around.marking.switch({ ...base(), enabled: true })).toEqual({ result: 'missing' });
    expect(await around.marking.remove(base())).toEqual({ result: 'missing' });
  });

  it('disables and enables it, once each, with who and why', async () => {
    const off = () => around.marking.switch({ ...base(), enabled: false, reason: 'frozen' });
    const mark = { actor: 'bob', at: '2026-11-23T12:30:00.000Z', reason: 'frozen' };
    expect(await off()).toMatchObject({ result: 'updated', pipeline: { version: 1, enabled: false, disabled: mark } });
    expect(await off()).toMatchObject({ result: 'unchanged', pipeline: { disabled: mark } });
    expect(await replace(fileOf('web', 'x'))).toMatchObject({ pipeline: { version: 2, enabled: false } });
    const on = () => around.marking.switch({ ...base(), enabled: true });
    expect(await on()).toMatchObject({ result: 'updated', pipeline: { enabled: true } });
    expect(await on()).toMatchObject({ result: 'unchanged' });
    expect(around.news.told.map(({ data }) => data.change)).toEqual(['disabled', 'updated', 'enabled']);
  });

  it('is deleted once and for all, and its name is free', async () => {
    const remove = () => around.marking.remove(base());
    const deleted = { actor: 'bob', at: '2026-11-23T12:30:00.000Z' };
    expect(await remove()).toMatchObject({ result: 'updated', pipeline: { name: 'web', enabled: false, deleted } });
    expect(await remove()).toMatchObject({ result: 'unchanged', pipeline: { deleted } });
    expect(await replace(fileOf('web', 'x'))).toEqual({ result: 'deleted' });
    expect(await rollBack(1)).toEqual({ result: 'deleted' });
    expect(await around.marking.switch({ ...base(), enabled: true })).toEqual({ result: 'deleted' });
    const again = await around.applying.run({ v: 1, project, yaml: fileOf('web'), author: 'carol' });
    expect(again).toMatchObject({ result: 'created', pipeline: { version: 1 } });
    expect(around.news.told.map(({ data }) => data.change)).toEqual(['deleted', 'created']);
  });
});
