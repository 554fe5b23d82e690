import type { PipelineId, ProjectId } from '@switchyard/contracts';
import { parsePipeline } from '@switchyard/pipeline-file';
import { keptName } from '../domain/pipeline-name.js';
import { summaryOf } from './pipeline-view.js';
import { fileOf, newId, project, versionOf } from './pipelines.story.js';
import type { Page, Pipelines, StoredPipeline } from './ports.js';

/** What every keeper of pipelines promises, the one in memory and the real one. */
export const promisesOf = (open: () => Pipelines): void => {
  const other = 'other' as ProjectId;
  const created = async (name: string, owner = project, yaml = 'a'): Promise<StoredPipeline> => {
    const made = await open().create(newId(), owner, name, versionOf(yaml));
    if (!made) throw new Error(`${name} was not created`);
    return made;
  };
  const updated = async (from: StoredPipeline, yaml: string, name?: string): Promise<StoredPipeline> => {
    const next = await open().update(from, versionOf(yaml), name);
    if (!next) throw new Error(`${from.name} was not updated`);
    return next;
  };
  const gone = { actor: 'carol', at: '2026-11-25T00:00:00.000Z' };

  it('finds what was created, by id and by name', async () => {
    const id = newId();
    const made = await open().create(id, project, 'found', versionOf('a'));
    expect(made).toMatchObject({ id, project, name: 'found', version: 1, yaml: 'a', includes: {}, author: 'alice' });
    expect(await open().find(id)).toEqual(made);
    expect(await open().findByName(project, 'found')).toEqual(made);
    expect(await open().findByName(other, 'found')).toBeUndefined();
    expect(await open().find(newId())).toBeUndefined();
  });

  it('gives a name of a project once', async () => {
    const both = await Promise.all(['a', 'b'].map(yaml => open().create(newId(), project, 'once', versionOf(yaml))));
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await open().create(newId(), other, 'once', versionOf('c'))).toMatchObject({ version: 1 });
  });

  it('updates what is still current, and nothing else', async () => {
    const first = await created('updated');
    const at = '2026-11-24T00:00:00.000Z';
    const second = await open().update(first, { yaml: 'b', author: 'bob', at });
    expect(second).toEqual({ ...first, version: 2, yaml: 'b', author: 'bob', updatedAt: at });
    expect(await open().update(first, versionOf('c'))).toBeUndefined();
    expect(await open().find(first.id)).toEqual(second);
  });

  it('keeps every version with all it brought, also under another name', async () => {
    const includes = { 'ci/a.b.yaml': 'x: 1', 'library:node': '$y: 2' };
    const summary = summaryOf(parsePipeline(fileOf('x')).model);
    const first = await open().create(newId(), project, 'kept', {
      ...versionOf('a'),
      includes,
      summary,
      message: 'first',
    });
    if (!first) throw new Error('not created');
    expect(first).toMatchObject({ includes, summary, message: 'first' });
    const second = await updated(first, 'b', 'kept-otherwise');
    expect(second).not.toHaveProperty('message');
    expect(second).not.toHaveProperty('summary');
    expect(await open().version(first.id, 1)).toEqual({
      version: 1,
      name: 'kept',
      yaml: 'a',
      includes,
      author: 'alice',
      at: '2026-11-23T12:30:00.000Z',
      message: 'first',
    });
    expect(await open().version(first.id, 2)).toMatchObject({ version: 2, name: 'kept-otherwise', yaml: 'b' });
    for (const [id, version] of [
      [first.id, 3],
      [first.id, 0],
      [newId(), 1],
    ] as const)
      expect(await open().version(id, version)).toBeUndefined();
  });

  it('lists versions newest first, page by page', async () => {
    let row = await created('many');
    for (const yaml of ['b', 'c', 'd', 'e']) row = await updated(row, yaml);
    const numbers = async (page: { before?: number; limit: number }) =>
      (await open().versions(row.id, page)).map(({ version, yaml }) => `${version}${yaml}`);
    expect(await numbers({ limit: 9 })).toEqual(['5e', '4d', '3c', '2b', '1a']);
    expect(await numbers({ limit: 2 })).toEqual(['5e', '4d']);
    expect(await numbers({ before: 4, limit: 2 })).toEqual(['3c', '2b']);
    expect(await numbers({ before: 1, limit: 2 })).toEqual([]);
    expect(await numbers({ before: 99, limit: 1 })).toEqual(['5e']);
    expect(await open().versions(newId(), { limit: 9 })).toEqual([]);
  });

  it('renames to a free name only', async () => {
    const first = await created('old-name');
    await created('taken-name');
    expect(await open().update(first, versionOf('b'), 'taken-name')).toBeUndefined();
    expect(await open().find(first.id)).toEqual(first);
    await updated(first, 'b', 'new-name');
    expect(await open().findByName(project, 'new-name')).toMatchObject({ id: first.id, version: 2 });
    expect(await open().findByName(project, 'old-name')).toBeUndefined();
  });

  it('marks what is still current, and changes no version by it', async () => {
    const first = await created('marked');
    const disabled = { actor: 'bob', at: '2026-11-24T00:00:00.000Z', reason: 'frozen' };
    expect(await open().mark(first, { disabled })).toEqual({ ...first, disabled });
    expect(await open().find(first.id)).toEqual({ ...first, disabled });
    const second = await updated(first, 'b');
    expect(second).toMatchObject({ version: 2, disabled });
    expect(await open().mark(first, { disabled: undefined })).toBeUndefined();
    expect(await open().mark(second, { disabled: undefined })).not.toHaveProperty('disabled');
  });

  it('keeps what was deleted, frees its name, and changes it no more', async () => {
    const first = await created('doomed');
    const dead = await open().mark(first, { deleted: gone });
    expect(dead).toEqual({ ...first, deleted: gone });
    expect(await open().find(first.id)).toEqual(dead);
    expect(await open().version(first.id, 1)).toMatchObject({ name: 'doomed', yaml: 'a' });
    expect(await open().findByName(project, 'doomed')).toBeUndefined();
    expect(await open().update(first, versionOf('b'))).toBeUndefined();
    expect(await open().mark(first, { deleted: gone })).toBeUndefined();
    const next = await created('doomed');
    await open().mark(next, { deleted: gone });
    expect((await created('doomed')).id).not.toBe(first.id);
  });

  const all = async (query: Omit<Page, 'limit'>, limit: number) => {
    const seen: PipelineId[] = [];
    for (let after = query.after; ;) {
      const page = await open().list({ ...query, ...(after ? { after } : {}), limit });
      seen.push(...page.map(({ id }) => id));
      const last = page.at(-1);
      if (page.length < limit || !last) return seen;
      after = { key: query.sort === 'updated' ? last.updatedAt : keptName(last), id: last.id };
    }
  };

  it('lists by name and id, page by page, with equal names of several projects', async () => {
    const names = ['list-a', 'list-b', 'list-b', 'list-c', 'list-Z'];
    const rows: StoredPipeline[] = [];
    for (const [index, name] of names.entries()) rows.push(await created(name, `list-${index}` as ProjectId));
    const [a, b1, b2, c, z] = rows.map(({ id }) => id);
    for (const limit of [1, 2, 3, 50]) {
      const listed = await all({ part: 'list-' }, limit);
      expect([listed[0], listed[1], listed[4]]).toEqual([z, a, c]);
      expect(listed.slice(2, 4)).toEqual([b1, b2].sort());
    }
    const after = { key: 'list-b' };
    expect(await open().list({ after, project: 'list-1' as ProjectId, limit: 9 })).toEqual([]);
  });

  it('lists without texts the newest change first, with those of one moment by id', async () => {
    const owner = 'by-time' as ProjectId;
    const days = [3, 1, 2, 2, 2];
    const rows: StoredPipeline[] = [];
    for (const [index, day] of days.entries()) {
      const at = `2026-11-0${day}T00:00:00.000Z`;
      const made = await open().create(newId(), owner, `time-${index}`, { ...versionOf('a'), at });
      if (made) rows.push(made);
    }
    const [newest, oldest, ...same] = rows.map(({ id }) => id);
    const wanted = [newest, ...same.sort().reverse(), oldest];
    for (const limit of [1, 2, 50]) expect(await all({ project: owner, sort: 'updated' }, limit)).toEqual(wanted);
    const [row] = await open().list({ project: owner, limit: 1 });
    expect(row).not.toHaveProperty('yaml');
    expect(row).not.toHaveProperty('includes');
  });

  it('lists only what is wanted: by part of the name, connector, switch, and the dead when asked', async () => {
    const owner = 'wanted' as ProjectId;
    const make = async (name: string, step: string) => {
      const { model } = parsePipeline(`name: x\nsteps: [{ name: one, ${step} }]`);
      const first = { ...versionOf('a'), summary: summaryOf(model) };
      const made = await open().create(newId(), owner, name, first);
      if (!made) throw new Error('not created');
      return made;
    };
    const rows = [
      await make('Web.Site (old)', 'run: x'),
      await make('web-shop', 'null: {}'),
      await make('backend*', 'run: x'),
      await make('web-dead', 'run: x'),
    ];
    await open().mark(rows[1]!, { disabled: gone });
    await open().mark(rows[3]!, { deleted: gone });
    const names = async (query: Omit<Page, 'limit'>) =>
      (await open().list({ project: owner, ...query, limit: 9 })).map(({ name }) => name);
    expect(await names({})).toEqual(['Web.Site (old)', 'backend*', 'web-shop']);
    expect(await names({ part: 'WEB' })).toEqual(['Web.Site (old)', 'web-shop']);
    expect(await names({ part: 'b.site (' })).toEqual(['Web.Site (old)']);
    expect(await names({ part: 'e' })).toEqual(['Web.Site (old)', 'backend*', 'web-shop']);
    expect(await names({ part: '.*' })).toEqual([]);
    expect(await names({ part: 'd*' })).toEqual(['backend*']);
    // It has every piece of it, and not the whole.
    expect(await names({ part: 'webweb' })).toEqual([]);
    expect(await names({ connector: 'null' })).toEqual(['web-shop']);
    expect(await names({ connector: 'docker' })).toEqual([]);
    expect(await names({ enabled: true })).toEqual(['Web.Site (old)', 'backend*']);
    expect(await names({ enabled: false })).toEqual(['web-shop']);
    expect(await names({ enabled: false, deleted: true })).toEqual(['web-dead', 'web-shop']);
    expect(await names({ deleted: true, part: 'web' })).toEqual(['Web.Site (old)', 'web-dead', 'web-shop']);
  });
};
