import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Fault } from '@switchyard/kernel';
import {
  permissions,
  platformPermissions,
  type Permission,
  type PlatformPermission,
} from '../../domain/access/permissions.js';
import { publicMark } from '../access.guard.js';
import { neededPermission } from './needs.js';
import { type Scope, scopeMark, scopeOf } from './scope.js';

/** A route as it says about itself. */
export interface DeclaredRoute {
  /** Such as `GET /api/ci/pipelines/:id`. */
  route: string;
  isPublic: boolean;
  permission?: string;
  scope?: Scope;
}

const known = new Set<string>([...Object.keys(permissions), ...platformPermissions]);

/** Keeps the gateway from starting with a route that nobody has decided about. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Fault `route-without-permission` that names each of them */
  onModuleInit(): void {
    const mistakes = this.routes().flatMap(one => mistakeOf(one) ?? []);
    if (mistakes.length === 0) return;
    throw new Fault({
      code: 'route-without-permission',
      message: `the gateway does not start, since not every route says who may use it: ${mistakes.join('; ')}`,
      blame: 'platform',
      retry: false,
      suggestions: [
        "write @Needs('<permission>') or @Public() above the route, and @ScopedBy() where its path names no project",
      ],
    });
  }

  /** All of them, by path. */
  routes(): DeclaredRoute[] {
    return this.discovery
      .getControllers()
      .flatMap(({ metatype }) => (metatype ? this.ofController(metatype as NewableFunction) : []))
      .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  }

  private ofController(controller: NewableFunction): DeclaredRoute[] {
    const prototype = controller.prototype as Record<string, object>;
    return this.scanner.getAllMethodNames(prototype).flatMap(name => {
      const handler = prototype[name];
      const method: unknown = handler && Reflect.getMetadata(METHOD_METADATA, handler);
      if (!handler || typeof method !== 'number') return [];
      const mark = <Value>(key: string) =>
        (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as Value | undefined;
      const facts = {
        isPublic: mark<boolean>(publicMark) === true,
        permission: mark<Permission | PlatformPermission>(neededPermission),
        marked: mark<Scope>(scopeMark),
      };
      return pathsOf(controller, handler).map(path => declared(`${RequestMethod[method]}`, path, facts));
    });
  }
}

/** By path, and then by method. */
const placeOf = ({ route }: DeclaredRoute) => route.split(' ').reverse().join(' ');

interface Facts {
  isPublic: boolean;
  permission: Permission | PlatformPermission | undefined;
  marked: Scope | undefined;
}

const declared = (method: string, path: string, { isPublic, permission, marked }: Facts): DeclaredRoute => {
  const scope = permission && scopeOf(path, permission, marked);
  return {
    route: `${method} ${path}`,
    isPublic,
    ...(permission === undefined ? {} : { permission }),
    ...(scope === undefined ? {} : { scope }),
  };
};

const pathsOf = (controller: NewableFunction, handler: object): string[] => {
  const [fronts, backs] = [controller, handler].map(one =>
    [Reflect.getMetadata(PATH_METADATA, one) as string | string[] | undefined].flat().map(path => path ?? ''),
  );
  return (fronts ?? []).flatMap(front =>
    (backs ?? []).map(back => `/${front}/${back}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1')),
  );
};

const mistakeOf = ({ route, isPublic, permission, scope }: DeclaredRoute): string | undefined => {
  if (isPublic) return permission === undefined ? undefined : `${route} is public and needs ${permission}`;
  if (permission === undefined) return `${route} names no permission`;
  if (!known.has(permission)) return `${route} needs ${permission}, which is no permission`;
  return scope === undefined ? `${route} does not say how its object's project is found` : undefined;
};
