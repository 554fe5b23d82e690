import { randomBytes } from 'node:crypto';
import { type Clock, type Millis, sortableId } from '@switchyard/kernel';
import { lifetimes, loginOf, type User, weaknessOf } from '../../domain/identity/user.js';
import type { From } from '../../domain/identity/session.js';
import type { Granted, KeepSessions } from './keep-sessions.js';
import type { NotePeople } from './note-people.js';
import type { Passwords } from './passwords.js';
import type { Administration, Invitation, Invitations, Users } from './ports.js';
import { digestOf, newSecret } from './secrets.js';

export interface Newcomer {
  login: string;
  name: string;
  password: string;
}

export interface Link {
  /** Shown this once. */
  code: string;
  expiresAt: Millis;
}

export type Accepted =
  | { result: 'ok'; user: User; granted: Granted }
  | { result: 'no-link' | 'bad-login' | 'login-taken' }
  | { result: 'weak'; why: string };

const ownerId = 'owner';

/** Links that let somebody in once: the owner's of the first start, and those of administrators for others. */
export class Invite {
  constructor(
    private readonly invitations: Invitations,
    private readonly users: Users,
    private readonly administration: Administration,
    private readonly passwords: Passwords,
    private readonly sessions: KeepSessions,
    private readonly clock: Clock,
    private readonly told: NotePeople,
  ) {}

  /** In place of the one before. @returns undefined once there is anybody. */
  async owner(): Promise<Link | undefined> {
    return (await this.users.any()) ? undefined : this.put(ownerId, true, 'platform');
  }

  others(administrator: boolean, createdBy: string): Promise<Link> {
    return this.put(sortableId(this.clock.now(), randomBytes(16)), administrator, createdBy);
  }

  /** The invitation of a code that can be used. Looking uses nothing up. */
  async look(code: string): Promise<Invitation | undefined> {
    const found = await this.invitations.withDigest(digestOf(code));
    return found && found.usedAt === undefined && found.expiresAt > this.clock.now() ? found : undefined;
  }

  /** Makes the user; of simultaneous ones with the same code exactly one is `ok`. */
  async accept(code: string, { login: typed, name, password }: Newcomer, from: From): Promise<Accepted> {
    if (!(await this.look(code))) return { result: 'no-link' };
    const login = loginOf(typed);
    if (login === undefined) return { result: 'bad-login' };
    const why = weaknessOf(password, login);
    if (why !== undefined) return { result: 'weak', why };
    if (await this.users.withLogin(login)) return { result: 'login-taken' };
    const facts = { login, name, password: await this.passwords.hash(password) };
    const made = await this.join(code, facts, 'first', from);
    if (typeof made === 'string') return { result: made };
    return { result: 'ok', user: made, granted: await this.sessions.begin(made, 'first', from) };
  }

  /** Uses the code up for a user who signs in elsewhere, or with a hash of a password. */
  async join(
    code: string,
    facts: Pick<User, 'login' | 'name' | 'password'>,
    by: string,
    from: From,
  ): Promise<User | 'no-link' | 'login-taken'> {
    const invitation = await this.look(code);
    const digest = digestOf(code);
    if (!invitation || !(await this.invitations.use(digest, this.clock.now()))) return 'no-link';
    const user = newUser(facts, this.clock);
    if (!(await this.users.add(user))) {
      await this.invitations.giveBack(digest);
      return 'login-taken';
    }
    if (invitation.administrator) await this.administration.grant(user.id);
    await this.told.joined(user, by, invitation.administrator, from);
    return user;
  }

  private async put(id: string, administrator: boolean, createdBy: string): Promise<Link> {
    const code = newSecret();
    const expiresAt = this.clock.now() + lifetimes.invitationMs;
    await this.invitations.put({ id, digest: digestOf(code), administrator, createdBy, expiresAt });
    return { code, expiresAt };
  }
}

export const newUser = (facts: Pick<User, 'login' | 'name' | 'password'>, clock: Clock): User => {
  const now = clock.now();
  return { id: sortableId(now, randomBytes(16)), ...facts, createdAt: new Date(now).toISOString(), rev: 1 };
};
