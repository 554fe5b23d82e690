import { SetMetadata } from '@nestjs/common';
import type { Permission, PlatformPermission } from '../../domain/access/permissions.js';

/** Metadata of a route: what its caller must be allowed to. */
export const neededPermission = 'switchyard:needs';

/** Opens a route to those who may; a route that names nothing and is not public is refused to everybody. */
export const Needs = (permission: Permission | PlatformPermission) => SetMetadata(neededPermission, permission);
