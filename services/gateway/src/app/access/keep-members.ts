import type { ProjectId } from '@switchyard/contracts';
import { type Clock, isoTime } from '@switchyard/kernel';
import type { Role } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';
import { type Member, putMember, removeMember } from '../../domain/access/project.js';
import { changeProject, type Changed } from './change-project.js';
import type { KeptMemberships } from './memberships.js';
import type { Projects, UserNames } from './ports.js';

export type NamedMember = Member & { name: string };
type NotChanged = Exclude<Changed, { result: 'changed' }>;

/** Lets users into projects, and out again. */
export class KeepMembers {
  constructor(
    private readonly projects: Projects,
    private readonly users: UserNames,
    private readonly memberships: KeptMemberships,
    private readonly clock: Clock,
  ) {}

  /** By name. @returns undefined when there is no such project. */
  async list(id: ProjectId): Promise<NamedMember[] | undefined> {
    const project = await this.projects.find(id);
    if (!project || project.deleted) return undefined;
    const names = await this.users.namesOf(project.members.map(({ user }) => user));
    const members = project.members.map(member => ({ ...member, name: names.get(member.user) ?? member.user }));
    return members.sort((a, b) => a.name.localeCompare(b.name) || (a.user < b.user ? -1 : 1));
  }

  /** Adds a member, or gives one another role. */
  async put(
    id: ProjectId,
    who: string,
    role: Role,
    by: Principal,
  ): Promise<NotChanged | { result: 'unknown-user' } | { result: 'added' | 'changed'; member: NamedMember }> {
    const user = await this.users.find(who);
    if (!user) return { result: 'unknown-user' };
    const member = { user: user.id, role, addedAt: isoTime(this.clock.now()), addedBy: by.name };
    const changed = await changeProject(this.projects, id, project => putMember(project, member, roleIn(by, id)));
    if (changed.result !== 'changed') return changed;
    this.memberships.forget(user.id);
    const isNew = !changed.before.members.some(one => one.user === user.id);
    const now = changed.project.members.find(one => one.user === user.id) ?? member;
    return { result: isNew ? 'added' : 'changed', member: { ...now, name: user.name } };
  }

  /** Also a member whom the platform does not know any more. */
  async remove(id: ProjectId, who: string, by: Principal): Promise<Changed> {
    const user = (await this.users.find(who))?.id ?? who;
    const changed = await changeProject(this.projects, id, project => removeMember(project, user, roleIn(by, id)));
    if (changed.result === 'changed') this.memberships.forget(user);
    return changed;
  }
}

/** As what somebody acts: an administrator is as good as an owner everywhere. */
const roleIn = ({ administrator, projects }: Principal, id: ProjectId): Role =>
  administrator ? 'owner' : (projects.get(id) ?? 'viewer');
