import type { ProjectId } from '@switchyard/contracts';
import { isPlatformPermission, mayAs, type Permission, type PlatformPermission } from './permissions.js';
import type { Principal } from './principal.js';

/** `hidden`: the caller must not learn that the project is there. */
export type Decision = 'yes' | 'hidden' | 'not-allowed' | 'out-of-scope';

/**
 * Whether somebody may do something. A project permission is asked for one project, and without one for all of them,
 * which is for administrators alone.
 */
export const decide = (
  principal: Principal,
  permission: Permission | PlatformPermission,
  project?: ProjectId,
): Decision => {
  if (isPlatformPermission(permission)) return ofPlatform(principal, permission);
  const role = project === undefined ? undefined : principal.projects.get(project);
  if (!principal.administrator && role === undefined) return 'hidden';
  if (principal.scopes && !principal.scopes.has(permission)) return 'out-of-scope';
  if (principal.administrator) return 'yes';
  return role !== undefined && mayAs(role, permission) ? 'yes' : 'not-allowed';
};

/** Scopes list what a token may do in projects: one that has any manages no platform. */
const ofPlatform = ({ administrator, scopes }: Principal, permission: PlatformPermission): Decision => {
  if (permission === 'signed-in') return 'yes';
  if (!administrator) return 'not-allowed';
  return scopes ? 'out-of-scope' : 'yes';
};
