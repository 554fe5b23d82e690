export {
  isPlatformPermission,
  mayAs,
  type Permission,
  permissions,
  type PlatformPermission,
  platformPermissions,
  type ProjectRole as Role,
  projectRoles as roles,
} from '@switchyard/contracts';
