import { type User, weaknessOf } from '../../domain/identity/user.js';
import type { KeepSessions } from './keep-sessions.js';
import type { KnownCallers } from './known-callers.js';
import type { Passwords } from './passwords.js';
import type { Users } from './ports.js';
import type { SignIn } from './sign-in.js';

const tries = 30;

/** The people of the platform. */
export class KeepUsers {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly signIn: Pick<SignIn, 'isRight'>,
    private readonly sessions: KeepSessions,
    private readonly callers: Pick<KnownCallers, 'forget'>,
  ) {}

  find(id: string): Promise<User | undefined> {
    return this.users.find(id);
  }

  list(page: { after?: string; limit: number }): Promise<User[]> {
    return this.users.list(page);
  }

  /** Who is disabled is out everywhere within five seconds, with all sessions and tokens. */
  async disable(id: string, disabled: boolean): Promise<User | undefined> {
    const changed = await this.change(id, user => ({ ...user, disabled }));
    if (!changed) return undefined;
    if (disabled) await this.sessions.revokeOthers(id, undefined);
    return changed;
  }

  /** Ends all other sessions: whoever else knew the old one is out. */
  async setPassword(
    id: string,
    session: string | undefined,
    { current, next }: { current: string; next: string },
  ): Promise<'ok' | 'wrong' | { weak: string }> {
    const user = await this.users.find(id);
    if (!user || !(await this.signIn.isRight(user, current))) return 'wrong';
    const weak = weaknessOf(next, user.login);
    if (weak !== undefined) return { weak };
    const password = await this.passwords.hash(next);
    await this.change(id, one => ({ ...one, password }));
    await this.sessions.revokeOthers(id, session);
    return 'ok';
  }

  private async change(id: string, to: (user: User) => User): Promise<User | undefined> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const user = await this.users.find(id);
      if (!user) return undefined;
      const next = { ...to(user), rev: user.rev + 1 };
      if (!(await this.users.replace(next))) continue;
      this.callers.forget({ user: id });
      return next;
    }
    throw new Error(`user ${id} changes all the time`);
  }
}
