import { SetMetadata } from '@nestjs/common';
import { isPlatformPermission, type Permission, type PlatformPermission } from '../../domain/access/permissions.js';

/**
 * Where the project of a request stands: nowhere (`platform`), in its path, under the name `project` in its body or its
 * query (`named`), or with the object that its path names. `handler`: the route asks `Admission` itself.
 */
export const scopes = ['platform', 'path', 'named', 'pipeline', 'execution', 'handler'] as const;
export type Scope = (typeof scopes)[number];

export const scopeMark = 'switchyard:scope';

/** For routes of which the path does not tell. */
export const ScopedBy = (scope: Scope) => SetMetadata(scopeMark, scope);

const paths: [RegExp, Scope][] = [
  [/\/:project(\/|$)/, 'path'],
  [/^\/api\/ci\/pipelines\/:id(\/|$)/, 'pipeline'],
  [/^\/api\/ci\/executions\/:id(\/|$)/, 'execution'],
];

/** @returns undefined for a route with an object of which nobody knows the project. */
export const scopeOf = (
  path: string,
  permission: Permission | PlatformPermission,
  marked?: Scope,
): Scope | undefined => {
  if (marked !== undefined) return marked;
  if (isPlatformPermission(permission)) return 'platform';
  const [, scope] = paths.find(([pattern]) => pattern.test(path)) ?? [];
  return scope ?? (/\/:(id|[a-z]+Id)(\/|$)/i.test(path) ? undefined : 'named');
};
