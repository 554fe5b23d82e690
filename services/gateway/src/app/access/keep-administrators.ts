import type { Principal } from '../../domain/access/principal.js';
import type { KeptMemberships } from './memberships.js';
import type { Administrators, UserNames } from './ports.js';

interface Named {
  user: string;
  name: string;
}

/** Says who may do everything everywhere. */
export class KeepAdministrators {
  constructor(
    private readonly administrators: Administrators,
    private readonly users: UserNames,
    private readonly memberships: KeptMemberships,
  ) {}

  async list(): Promise<Named[]> {
    const ids = await this.administrators.list();
    const names = await this.users.namesOf(ids);
    return ids.map(user => ({ user, name: names.get(user) ?? user }));
  }

  /** @returns undefined when there is no such user. */
  async add(who: string): Promise<Named | undefined> {
    const found = await this.users.find(who);
    if (!found) return undefined;
    await this.administrators.set(found.id, true);
    this.memberships.forget(found.id);
    return { user: found.id, name: found.name };
  }

  /** Nobody removes the own rights, so that somebody is left who has them. Also a user the platform does not know any more. */
  async remove(who: string, by: Principal): Promise<'removed' | 'yourself' | 'no-administrator'> {
    const user = (await this.users.find(who))?.id ?? who;
    if (by.kind === 'user' && by.id === user) return 'yourself';
    if (!(await this.administrators.has(user))) return 'no-administrator';
    await this.administrators.set(user, false);
    this.memberships.forget(user);
    return 'removed';
  }
}
