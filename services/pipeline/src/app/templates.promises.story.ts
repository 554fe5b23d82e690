import type { ProjectId } from '@switchyard/contracts';
import { project } from './pipelines.story.js';
import type { StoredTemplate, Templates } from './ports.js';

/** What every keeper of templates promises, the one in memory and the real one. */
export const promisesOfTemplates = (open: () => Templates): void => {
  const template = (name: string, version = 1, owner = project): StoredTemplate => ({
    project: owner,
    name,
    version,
    text: `text ${version}`,
    author: 'alice',
    at: '2026-11-23T12:30:00.000Z',
  });
  const grown = async (name: string, versions: number): Promise<StoredTemplate> => {
    for (let n = 1; n <= versions; n += 1) await open().put(await open().find(project, name), template(name, n));
    const current = await open().find(project, name);
    if (!current) throw new Error('not kept');
    return current;
  };

  it('keeps every version, and takes the next one only behind the current one', async () => {
    const first = await grown('kept', 1);
    expect(first).toEqual(template('kept'));
    expect(await open().put(undefined, template('kept'))).toBe(false);
    const second = { ...template('kept', 2), message: 'better' };
    expect(await open().put(first, second)).toBe(true);
    expect(await open().put(first, template('kept', 2))).toBe(false);
    expect(await open().find(project, 'kept')).toEqual(second);
    expect(await open().version(project, 'kept', 1)).toEqual(first);
    expect(await open().version(project, 'kept', 2)).toEqual(second);
    expect(await open().version(project, 'kept', 3)).toBeUndefined();
    expect(await open().find('other' as ProjectId, 'kept')).toBeUndefined();
  });

  it('lists versions newest first, page by page', async () => {
    await grown('many', 5);
    const numbers = async (page: { before?: number; limit: number }) =>
      (await open().versions(project, 'many', page)).map(({ version }) => version);
    expect(await numbers({ limit: 9 })).toEqual([5, 4, 3, 2, 1]);
    expect(await numbers({ limit: 2 })).toEqual([5, 4]);
    expect(await numbers({ before: 4, limit: 2 })).toEqual([3, 2]);
    expect(await open().versions(project, 'none', { limit: 9 })).toEqual([]);
  });

  it('keeps what was deleted, out of the list, and lets it come back', async () => {
    const owner = 'listed' as ProjectId;
    for (const name of ['b', 'a', 'c']) await open().put(undefined, template(name, 1, owner));
    const doomed = await open().find(owner, 'b');
    if (!doomed) throw new Error('not kept');
    const deleted = { actor: 'bob', at: '2026-11-24T00:00:00.000Z' };
    expect(await open().put(doomed, { ...doomed, deleted })).toBe(true);
    const names = async (page: { after?: string; limit: number }) =>
      (await open().list(owner, page)).map(({ name }) => name);
    expect(await names({ limit: 9 })).toEqual(['a', 'c']);
    expect(await names({ limit: 1 })).toEqual(['a']);
    expect(await names({ after: 'a', limit: 9 })).toEqual(['c']);
    const dead = await open().find(owner, 'b');
    expect(dead).toEqual({ ...doomed, deleted });
    expect(await open().version(owner, 'b', 1)).toEqual(doomed);
    expect(await open().put(doomed, template('b', 2, owner))).toBe(false);
    expect(await open().put(dead, template('b', 2, owner))).toBe(true);
    expect(await names({ limit: 9 })).toEqual(['a', 'b', 'c']);
    expect(await open().versions(owner, 'b', { limit: 9 })).toEqual([template('b', 2, owner), doomed]);
  });
};
