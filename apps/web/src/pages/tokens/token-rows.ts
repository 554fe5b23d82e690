import type { ApiTokenView, Permission, ProjectRole } from '@switchyard/contracts';
import { mayAs, permissions } from '@switchyard/contracts/permissions';

const dayMs = 86_400_000;

/** How a token stands at a moment: `soon` is within a week. */
export const standingOf = ({ expiresAt }: Pick<ApiTokenView, 'expiresAt'>, now: number): 'over' | 'soon' | 'good' => {
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return 'over';
  return left < 7 * dayMs ? 'soon' : 'good';
};

export const allScopes = Object.keys(permissions) as Permission[];

/** Scopes that can make a difference: of a service's token only what its role may. */
export const scopesFor = (role: ProjectRole | undefined): Permission[] =>
  role === undefined ? allScopes : allScopes.filter(scope => mayAs(role, scope));

export const mostDays = 366;

/** What is wrong with a number of days; undefined for a good one. */
export const daysProblem = (days: string): string | undefined =>
  /^\d{1,3}$/.test(days) && Number(days) >= 1 && Number(days) <= mostDays
    ? undefined
    : `A token lives for 1 to ${mostDays} days.`;
