import { HttpFault, notFound } from '@switchyard/http';
import { type Permission, permissions, type PlatformPermission } from '../../domain/access/permissions.js';
import type { Principal } from '../../domain/access/principal.js';

/** The same for a project that is not there and for one that the caller must not see. */
export const unknownProject = (id: string): HttpFault =>
  notFound('unknown-project', `there is no project ${id}`, 'GET /api/projects lists those you are a member of');

export const notSignedIn = (sentAnything: boolean): HttpFault =>
  new HttpFault(401, 'authentication', {
    code: sentAnything ? 'wrong-token' : 'no-token',
    message: sentAnything ? 'the token is not valid here' : 'this route needs a token',
    suggestions: ['send the header "Authorization: Bearer <token>"; `yard up` says where the token lies'],
  });

export const notAllowed = (permission: Permission | PlatformPermission, project?: string): HttpFault => {
  const least = leastRole(permission);
  return new HttpFault(403, 'authorization', {
    code: 'not-allowed',
    message:
      least === undefined
        ? `${permission} is for administrators of the platform`
        : `${permission} needs the role ${least}${project === undefined ? '' : ` in project ${project}`}`,
    suggestions: [
      least === undefined
        ? 'ask an administrator'
        : 'ask an admin of the project; GET /api/projects/:project/members lists them',
    ],
  });
};

export const outOfScope = (permission: Permission | PlatformPermission, { scopes }: Principal): HttpFault =>
  new HttpFault(403, 'authorization', {
    code: 'out-of-scope',
    message: `the token is limited to ${[...(scopes ?? [])].join(', ') || 'nothing'}, and this needs ${permission}`,
    suggestions: ['use a token that has the scope'],
  });

export const forgeable = (): HttpFault =>
  new HttpFault(403, 'authorization', {
    code: 'csrf',
    message: 'a change in a session of cookies needs the header Yard-Csrf with what the cookie yard_csrf holds',
    suggestions: ['send the header, or a bearer token instead of cookies'],
  });

export const whichProject = ({ projects }: Principal): HttpFault =>
  new HttpFault(400, 'validation', {
    code: 'project-needed',
    message: `you are in ${projects.size} projects, and none of them is named`,
    suggestions: [`add ?project=, one of ${[...projects.keys()].sort().slice(0, 20).join(', ')}`],
  });

export const badWord = (what: string, says: string): HttpFault =>
  new HttpFault(400, 'validation', {
    code: `bad-${what}`,
    message: `${what} must be ${says}`,
    suggestions: ['lists of the API give it'],
  });

const leastRole = (permission: Permission | PlatformPermission): string | undefined =>
  (permissions as Partial<Record<string, string>>)[permission];
