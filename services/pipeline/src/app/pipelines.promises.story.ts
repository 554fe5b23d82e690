import type { ProjectId } from '@switchyard/contracts';
import { newId, project, versionOf } from './pipelines.story.js';
import type { Pipelines } from './ports.js';

/** What every keeper of pipelines promises, the one in memory and the real one. */
export const promisesOf = (open: () => Pipelines): void => {
  const other = 'other' as ProjectId;

  it('finds what was created, by id and by name', async () => {
    const id = newId();
    const created = await open().create(id, project, 'found', versionOf('a'));
    expect(created).toMatchObject({ id, project, name: 'found', version: 1, yaml: 'a', author: 'alice' });
    expect(await open().find(id)).toEqual(created);
    expect(await open().findByName(project, 'found')).toEqual(created);
    expect(await open().findByName(other, 'found')).toBeUndefined();
    expect(await open().find(newId())).toBeUndefined();
  });

  it('gives a name of a project once', async () => {
    const both = await Promise.all(['a', 'b'].map(yaml => open().create(newId(), project, 'once', versionOf(yaml))));
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await open().create(newId(), other, 'once', versionOf('c'))).toMatchObject({ version: 1 });
  });

  it('updates what is still current, and nothing else', async () => {
    const first = await open().create(newId(), project, 'updated', versionOf('a'));
    if (!first) throw new Error('not created');
    const second = await open().update(first, { yaml: 'b', author: 'bob', at: '2026-11-24T00:00:00.000Z' });
    expect(second).toEqual({ ...first, version: 2, yaml: 'b', author: 'bob', updatedAt: '2026-11-24T00:00:00.000Z' });
    expect(await open().update(first, versionOf('c'))).toBeUndefined();
    expect(await open().find(first.id)).toEqual(second);
  });

  it('lists by name and id, page by page, with equal names of several projects', async () => {
    const names = ['list-a', 'list-b', 'list-b', 'list-c', 'list-Z'];
    for (const [index, name] of names.entries())
      await open().create(newId(), `list-${index}` as ProjectId, name, versionOf('x'));
    const seen: string[] = [];
    let after: { name: string; id?: ReturnType<typeof newId> } = { name: 'list-' };
    for (let page = await open().list({ after, limit: 2 }); page.length > 0;) {
      for (const { name, id } of page) seen.push(`${name} ${id}`);
      const last = page.at(-1);
      if (last) after = { name: last.name, id: last.id };
      page = (await open().list({ after, limit: 2 })).filter(({ name }) => name.startsWith('list-'));
    }
    expect(new Set(seen).size).toBe(5);
    expect(seen.map(row => row.split(' ')[0])).toEqual(['list-Z', 'list-a', 'list-b', 'list-b', 'list-c']);
    expect(await open().list({ after: { name: 'list-b' }, project: 'list-1' as ProjectId, limit: 9 })).toEqual([]);
  });
};
