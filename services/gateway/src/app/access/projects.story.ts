import type { ProjectId } from '@switchyard/contracts';
import type { Role } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import type { Project } from '../../domain/access/project.js';
import { Administrators, Projects } from './ports.js';

export const web = 'web' as ProjectId;

export const aProject = (id: ProjectId, users: Record<string, Role> = {}): Project => ({
  id,
  name: id,
  createdAt: '2026-11-23T12:30:00.000Z',
  createdBy: 'root',
  members: Object.entries(users).map(([user, role]) => ({ user, role, addedAt: 'then', addedBy: 'root' })),
  rev: 1,
});

export const aUser = (id: string, projects: Record<string, Role> = {}, more: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  id,
  name: id,
  administrator: false,
  projects: new Map(Object.entries(projects) as [ProjectId, Role][]),
  ...more,
});

export class MemoryProjects extends Projects {
  readonly rows = new Map<ProjectId, Project>();

  constructor(...projects: Project[]) {
    super();
    for (const project of projects) this.rows.set(project.id, project);
  }
  async add(project: Project) {
    if (this.rows.has(project.id)) return false;
    this.rows.set(project.id, project);
    return true;
  }
  async find(id: ProjectId) {
    return this.rows.get(id);
  }
  async list({ after = '' as ProjectId, limit, among }: { after?: ProjectId; limit: number; among?: ProjectId[] }) {
    return [...this.rows.values()]
      .filter(({ id, deleted }) => !deleted && id > after && (among === undefined || among.includes(id)))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, limit);
  }
  async replace(project: Project) {
    const before = this.rows.get(project.id);
    if (!before || before.deleted || before.rev !== project.rev - 1) return false;
    this.rows.set(project.id, project);
    return true;
  }
  async rolesOf(userId: string) {
    const found = new Map<ProjectId, Role>();
    for (const { id, members, deleted } of this.rows.values())
      for (const { user, role } of members) if (user === userId && !deleted) found.set(id, role);
    return found;
  }
}

export class MemoryAdministrators extends Administrators {
  readonly ids = new Set<string>();
  async has(userId: string) {
    return this.ids.has(userId);
  }
  async set(userId: string, administrator: boolean) {
    if (administrator) this.ids.add(userId);
    else this.ids.delete(userId);
  }
}
