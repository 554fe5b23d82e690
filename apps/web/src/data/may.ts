import type { MeAnswer, Permission, PlatformPermission, ProjectRole } from '@switchyard/contracts';
import { isPlatformPermission, mayAs, permissions } from '@switchyard/contracts/permissions';
import { projectRoles } from '@switchyard/contracts/roles';

type Who = Pick<MeAnswer, 'administrator' | 'projects' | 'scopes'> | null | undefined;

/** Everything of the project that names none. */
const usualProject = 'default';

/**
 * Whether somebody may do something, so that what they may not is not offered; the platform decides. A permission of a
 * project is asked for one project, and without one for all of them, which is for administrators alone.
 */
export const may = (who: Who, permission: Permission | PlatformPermission, project?: string): boolean => {
  if (!who) return false;
  if (permission === 'signed-in') return true;
  if (isPlatformPermission(permission)) return who.administrator && !who.scopes;
  if (who.scopes && !who.scopes.includes(permission)) return false;
  const role = project === undefined ? undefined : roleOf(who, project);
  return who.administrator || (role !== undefined && mayAs(role, permission));
};

export const roleOf = (who: Who, project: string): ProjectRole | undefined =>
  projectRoles.find(role => role === who?.projects[project]);

/** The least role that may. */
export const roleFor = (permission: Permission): ProjectRole => permissions[permission];

/** Roles that somebody may give in a project: none above the own one. */
export const rolesToGive = (who: Who, project: string): readonly ProjectRole[] => {
  if (who?.administrator) return projectRoles;
  const own = roleOf(who, project);
  return own === undefined ? [] : projectRoles.slice(0, projectRoles.indexOf(own) + 1);
};

/**
 * The project that a page is about which shows one: the chosen one, else the only one, else `default` where one may see
 * it, as the platform itself decides. Undefined: it must be chosen.
 */
export const projectShown = (who: Who, chosen: string | undefined): string | undefined => {
  if (chosen !== undefined || !who) return chosen;
  const own = Object.keys(who.projects);
  if (own.length === 1) return own[0];
  return who.administrator || own.includes(usualProject) ? usualProject : undefined;
};
