import type { ProjectId } from '@switchyard/contracts';
import { decide } from './decide.js';
import { mayAs, type Permission, permissions, type Role, roles } from './permissions.js';
import type { Principal } from './principal.js';
import { type Change, mostMembers, type Project, putMember, removeMember } from './project.js';

const web = 'web' as ProjectId;
const somebody = (role: Role | undefined, more: Partial<Principal> = {}): Principal => ({
  kind: 'user',
  id: 'ann',
  name: 'ann',
  administrator: false,
  projects: new Map(role === undefined ? [] : [[web, role]]),
  ...more,
});
const all = Object.keys(permissions) as Permission[];

describe('a role', () => {
  it('may whatever a lesser one may, and an owner everything', () => {
    for (const permission of all) {
      const may = roles.map(role => mayAs(role, permission));
      expect(may).toEqual([...may].sort((a, b) => Number(a) - Number(b)));
      expect(may.at(-1)).toBe(true);
    }
  });

  it('decides in its own project, and nothing is to be seen of any other', () => {
    for (const permission of all)
      for (const role of roles) {
        expect(decide(somebody(role), permission, web)).toBe(mayAs(role, permission) ? 'yes' : 'not-allowed');
        expect(decide(somebody(role), permission, 'other' as ProjectId)).toBe('hidden');
        expect(decide(somebody(role), permission)).toBe('hidden');
      }
  });

  it('is of no meaning for the platform', () => {
    expect(decide(somebody('owner'), 'platform.manage')).toBe('not-allowed');
    expect(decide(somebody(undefined), 'signed-in')).toBe('yes');
    expect(decide(somebody(undefined, { administrator: true }), 'platform.manage')).toBe('yes');
    expect(decide(somebody(undefined, { administrator: true }), 'project.delete')).toBe('yes');
  });
});

describe('a scope', () => {
  const scopes = new Set<Permission>(['executions.start']);
  it('takes away, and never gives', () => {
    expect(decide(somebody('owner', { scopes }), 'executions.start', web)).toBe('yes');
    expect(decide(somebody('owner', { scopes }), 'executions.read', web)).toBe('out-of-scope');
    expect(decide(somebody('viewer', { scopes }), 'executions.start', web)).toBe('not-allowed');
    expect(decide(somebody(undefined, { scopes }), 'executions.start', web)).toBe('hidden');
    expect(decide(somebody(undefined, { scopes, administrator: true }), 'platform.manage')).toBe('out-of-scope');
    expect(decide(somebody(undefined, { scopes, administrator: true }), 'secrets.read', web)).toBe('out-of-scope');
    expect(decide(somebody('owner', { scopes: new Set() }), 'executions.start', web)).toBe('out-of-scope');
  });
});

describe('members of a project', () => {
  const projectOf = (members: Record<string, Role>): Project => ({
    id: web,
    name: 'web',
    createdAt: 'then',
    createdBy: 'root',
    members: Object.entries(members).map(([user, role]) => ({ user, role, addedAt: 'then', addedBy: 'root' })),
    rev: 7,
  });
  const put = (project: Project, user: string, role: Role, as: Role) =>
    putMember(project, { user, role, addedAt: 'now', addedBy: 'x' }, as);
  const reasonOf = (change: Change) => (change.ok ? 'ok' : change.reason);

  it('are changed by nobody who is less than they are or become', () => {
    for (const [a, as] of roles.entries())
      for (const [b, before] of roles.entries())
        for (const [c, after] of roles.entries()) {
          const project = projectOf({ ann: 'owner', bob: before });
          expect(reasonOf(put(project, 'bob', after, as))).toBe(a >= b && a >= c ? 'ok' : 'above-own-role');
          expect(reasonOf(removeMember(project, 'bob', as))).toBe(a >= b ? 'ok' : 'above-own-role');
          expect(reasonOf(put(project, 'new', after, as))).toBe(a >= c ? 'ok' : 'above-own-role');
        }
  });

  it('have an owner for ever, once they have one', () => {
    const project = projectOf({ ann: 'owner', bob: 'admin' });
    expect(reasonOf(removeMember(project, 'ann', 'owner'))).toBe('last-owner');
    expect(reasonOf(put(project, 'ann', 'admin', 'owner'))).toBe('last-owner');
    expect(reasonOf(put(project, 'ann', 'owner', 'owner'))).toBe('ok');
    expect(reasonOf(put(projectOf({ bob: 'admin' }), 'bob', 'viewer', 'owner'))).toBe('ok');
    expect(reasonOf(removeMember(projectOf({ ann: 'owner', bob: 'owner' }), 'ann', 'owner'))).toBe('ok');
  });

  it('are no more than fit', () => {
    const full = projectOf(Object.fromEntries(Array.from({ length: mostMembers }, (_, n) => [`u${n}`, 'viewer'])));
    expect(reasonOf(put(full, 'one-more', 'viewer', 'owner'))).toBe('too-many-members');
    expect(reasonOf(put(full, 'u5', 'developer', 'owner'))).toBe('ok');
  });
});
