import { defaultProject, type ProjectId } from '@switchyard/contracts';
import { type Role, roles } from './permissions.js';

export interface Member {
  user: string;
  role: Role;
  addedAt: string;
  addedBy: string;
}

/** Everything that belongs together, and who may do what with it. */
export interface Project {
  id: ProjectId;
  name: string;
  createdAt: string;
  createdBy: string;
  members: readonly Member[];
  /** Grows with each change. */
  rev: number;
  deleted?: { actor: string; at: string };
}

/** What fits one document of the store with room to spare. */
export const mostMembers = 1_000;

export type Refusal =
  | 'no-member'
  /** Nobody could let others in any more. */
  | 'last-owner'
  /** Who is less than the member, or than what it is to become. */
  | 'above-own-role'
  | 'too-many-members'
  | 'default-project';

export type Change = { ok: true; project: Project } | { ok: false; reason: Refusal };

const no = (reason: Refusal): Change => ({ ok: false, reason });
const changed = (project: Project, change: Partial<Project>): Change => ({
  ok: true,
  project: { ...project, ...change, rev: project.rev + 1 },
});

const rank = (role: Role) => roles.indexOf(role);
const isLastOwner = ({ members }: Project, user: string) =>
  members.every(member => (member.role === 'owner') === (member.user === user));

/** Lets somebody in, or gives a member another role; `as` is the role of who does it. */
export const putMember = (project: Project, member: Member, as: Role): Change => {
  const before = project.members.find(({ user }) => user === member.user);
  if (Math.max(rank(member.role), rank(before?.role ?? 'viewer')) > rank(as)) return no('above-own-role');
  if (before && member.role !== 'owner' && isLastOwner(project, member.user)) return no('last-owner');
  if (!before && project.members.length >= mostMembers) return no('too-many-members');
  const now = before ? { ...before, role: member.role } : member;
  const others = project.members.filter(({ user }) => user !== member.user);
  return changed(project, { members: [...others, now] });
};

export const removeMember = (project: Project, user: string, as: Role): Change => {
  const member = project.members.find(one => one.user === user);
  if (!member) return no('no-member');
  if (rank(member.role) > rank(as)) return no('above-own-role');
  if (isLastOwner(project, user)) return no('last-owner');
  return changed(project, { members: project.members.filter(one => one !== member) });
};

export const renamed = (project: Project, name: string): Change => changed(project, { name });

/** Its pipelines and executions stay as they are; its members see it no more. */
export const deleted = (project: Project, by: { actor: string; at: string }): Change =>
  project.id === defaultProject ? no('default-project') : changed(project, { deleted: by });
