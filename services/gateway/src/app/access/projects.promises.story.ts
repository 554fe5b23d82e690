import type { ProjectId } from '@switchyard/contracts';
import type { Project } from '../../domain/access/project.js';
import type { Projects } from './ports.js';
import { aProject } from './projects.story.js';

const idOf = (name: string) => name as ProjectId;

/** What every keeper of projects promises. */
export const promisesOfProjects = (projects: () => Projects): void => {
  it('keeps a project as it was given, once', async () => {
    const project = aProject(idOf('kept'), { ann: 'owner', bob: 'viewer' });
    expect(await projects().add(project)).toBe(true);
    expect(await projects().add({ ...project, name: 'another' })).toBe(false);
    expect(await projects().find(project.id)).toEqual(project);
    expect(await projects().find(idOf('never'))).toBeUndefined();
  });

  it('replaces the one before it, and nothing else', async () => {
    const project = aProject(idOf('changed'), { ann: 'owner' });
    await projects().add(project);
    const next: Project = { ...project, name: 'Shop', members: [], rev: 2 };
    expect(await projects().replace(next)).toBe(true);
    expect(await projects().replace({ ...next, name: 'late' })).toBe(false);
    expect(await projects().replace({ ...next, rev: 4 })).toBe(false);
    expect(await projects().find(project.id)).toEqual(next);
  });

  it('lets one of twenty changes at once through', async () => {
    const project = aProject(idOf('contended'));
    await projects().add(project);
    const changes = Array.from({ length: 20 }, (_, n) => projects().replace({ ...project, name: `n${n}`, rev: 2 }));
    expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
  });

  it('tells what a user is, where; not in what is deleted', async () => {
    await projects().add(aProject(idOf('one'), { carol: 'viewer', dave: 'owner' }));
    await projects().add(aProject(idOf('two'), { carol: 'admin' }));
    const gone = aProject(idOf('gone'), { carol: 'owner' });
    await projects().add(gone);
    const at = '2026-11-23T12:31:00.000Z';
    const deleted = { ...gone, rev: 2, deleted: { actor: 'dave', at } };
    expect(await projects().replace(deleted)).toBe(true);
    expect(await projects().rolesOf('carol')).toEqual(new Map(Object.entries({ one: 'viewer', two: 'admin' })));
    expect(await projects().rolesOf('nobody')).toEqual(new Map());
    expect(await projects().find(gone.id)).toEqual(deleted);
    expect(await projects().add(gone)).toBe(false);
    expect(await projects().replace({ ...gone, rev: 3 })).toBe(false);
  });

  it('lists by id, page after page, those asked for', async () => {
    const ids = ['list-a', 'list-b', 'list-c', 'list-d'].map(idOf);
    for (const id of ids) await projects().add(aProject(id));
    const [a, b, c] = ids;
    const idsIn = async (page: Parameters<Projects['list']>[0]) => (await projects().list(page)).map(({ id }) => id);
    expect(await idsIn({ limit: 2, among: ids })).toEqual([a, b]);
    expect(await idsIn({ limit: 9, among: [c, a, idOf('never')].filter(id => id !== undefined) })).toEqual([a, c]);
    expect(await idsIn({ limit: 2, after: idOf('list-a') })).toEqual([b, c]);
    expect(await idsIn({ limit: 9, among: [] })).toEqual([]);
    expect(await idsIn({ limit: 99 })).not.toContain('gone');
  });
};
