import type { Millis } from '@switchyard/kernel';
import { loginOf, type User } from '../../domain/identity/user.js';
import type { From } from '../../domain/identity/session.js';
import type { Granted, KeepSessions } from './keep-sessions.js';
import type { NotePeople } from './note-people.js';
import type { Passwords } from './passwords.js';
import type { Guessing, Users } from './ports.js';
import type { SecondFactor } from './second-factor.js';

export interface Typed {
  login: string;
  password: string;
  /** Six digits, or a recovery code. */
  code?: string;
}

export type SignedIn =
  | { result: 'ok'; user: User; granted: Granted }
  | { result: 'wrong' | 'code-needed' | 'wrong-code' }
  | { result: 'too-early'; waitMs: Millis };

/** Longer texts are no password, and are not hashed. */
const longest = 1_000;

/** Signing in with login and password, and the second factor where there is one. */
export class SignIn {
  constructor(
    private readonly users: Users,
    private readonly passwords: Passwords,
    private readonly factor: SecondFactor,
    private readonly sessions: KeepSessions,
    private readonly guessing: Guessing,
    private readonly told: NotePeople,
  ) {}

  /** An unknown login, a user who may not sign in and a wrong password are the same to the caller, in time as well. */
  async run({ login, password, code }: Typed, from: From): Promise<SignedIn> {
    const account = loginOf(login);
    const key = account ?? 'none';
    const waitMs = await this.guessing.waitMs(key, from.ip);
    if (waitMs > 0) return { result: 'too-early', waitMs };
    const user = account === undefined ? undefined : await this.users.withLogin(account);
    if (!(await this.isRight(user, password)) || !user) return this.refused('wrong', user, key, from);
    if (user.totp?.confirmed) {
      // Right so far: asking for the code is no failure, and only a right password learns that there is one.
      if (code === undefined) return { result: 'code-needed' };
      if (!(await this.factor.take(user.id, code))) return this.refused('wrong-code', user, key, from);
    }
    await this.guessing.succeeded(key, from.ip);
    return { result: 'ok', user, granted: await this.sessions.begin(user, 'password', from) };
  }

  /** Whether the password is the user's; also rehashes one whose cost is out of date. */
  async isRight(user: User | undefined, password: string): Promise<boolean> {
    if (password.length > longest) return false;
    const answer = await this.passwords.check(password, user?.disabled ? undefined : user?.password);
    if (answer === 'wrong' || !user) return false;
    if (answer === 'right-but-old') {
      const hashed = await this.passwords.hash(password);
      // Lost to another change, it is tried again at the next sign-in.
      await this.users.replace({ ...user, password: hashed, rev: user.rev + 1 });
    }
    return true;
  }

  private async refused(
    result: 'wrong' | 'wrong-code',
    user: User | undefined,
    key: string,
    from: From,
  ): Promise<SignedIn> {
    await this.guessing.failed(key, from.ip);
    await this.told.refused(user, 'password', result, from);
    return { result };
  }
}
