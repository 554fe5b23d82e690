import type { AdministratorView, UserView } from '@switchyard/contracts';

export interface Person extends UserView {
  administrator: boolean;
}

/** Users with what they are on the platform, by name. */
export const peopleOf = (users: readonly UserView[], administrators: readonly AdministratorView[]): Person[] => {
  const raised = new Set(administrators.map(({ user }) => user));
  return users
    .map(user => ({ ...user, administrator: raised.has(user.id) }))
    .sort((a, b) => a.name.localeCompare(b.name));
};

/** What can be done to a person. */
export type Deed = 'shut-out' | 'let-in' | 'raise' | 'lower';

/** Nobody does any of it to themselves: the platform refuses that. */
export const deedsFor = ({ id, disabled, administrator }: Person, own: string | undefined): Deed[] => {
  if (id === own) return [];
  if (disabled) return ['let-in'];
  return [administrator ? 'lower' : 'raise', 'shut-out'];
};
