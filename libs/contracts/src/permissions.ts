import { type ProjectRole, projectRoles } from './roles.js';

/** What routes ask for, and the least role in the project that may. */
export const permissions = {
  'project.read': 'viewer',
  'pipelines.read': 'viewer',
  'executions.read': 'viewer',
  'members.read': 'viewer',
  'pipelines.write': 'developer',
  'executions.start': 'developer',
  'executions.control': 'developer',
  'webhooks.read': 'developer',
  'executions.review': 'maintainer',
  'webhooks.write': 'maintainer',
  'secrets.read': 'maintainer',
  'secrets.write': 'maintainer',
  'notifications.write': 'maintainer',
  'members.write': 'admin',
  'audit.read': 'admin',
  'project.write': 'admin',
  'project.delete': 'owner',
} as const satisfies Record<string, ProjectRole>;

/** One a route of a project asks for. */
export type Permission = keyof typeof permissions;

/** What routes of the whole platform ask for: everybody who is signed in, or its administrators. */
export const platformPermissions = ['signed-in', 'platform.manage'] as const;
export type PlatformPermission = (typeof platformPermissions)[number];

export const mayAs = (role: ProjectRole, permission: Permission): boolean =>
  projectRoles.indexOf(role) >= projectRoles.indexOf(permissions[permission]);

export const isPlatformPermission = (permission: Permission | PlatformPermission): permission is PlatformPermission =>
  (platformPermissions as readonly string[]).includes(permission);
