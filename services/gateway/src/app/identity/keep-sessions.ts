import { randomBytes } from 'node:crypto';
import { type Clock, sortableId } from '@switchyard/kernel';
import { type From, isOpen, judgeRefresh, type Session } from '../../domain/identity/session.js';
import { lifetimes, type User } from '../../domain/identity/user.js';
import type { AccessTokens } from './access-tokens.js';
import type { KnownCallers } from './known-callers.js';
import type { NotePeople } from './note-people.js';
import type { Sessions, Users } from './ports.js';
import { digestOf, newSecret } from './secrets.js';

/** What a client has of its session. */
export interface Granted {
  session: string;
  access: string;
  accessMs: number;
  /** Counts once. */
  refresh: string;
  refreshMs: number;
}

export type Refreshed = { result: 'ok'; granted: Granted } | { result: 'raced' | 'reused' | 'over' };

const longestAgent = 200;

/**
 * Sessions and their tokens. A refresh token is `<family>.<secret>`: whoever shows the right family with another secret had
 * a token of that session once, so that two clients have it, and the session ends.
 */
export class KeepSessions {
  constructor(
    private readonly sessions: Sessions,
    private readonly users: Users,
    private readonly access: AccessTokens,
    private readonly callers: Pick<KnownCallers, 'forget'>,
    private readonly clock: Clock,
    private readonly told: NotePeople,
  ) {}

  /** @param by how: `password`, `first`, or the name of the provider. */
  async begin(user: User, by: string, from: From): Promise<Granted> {
    const { agent, ip } = from;
    const now = this.clock.now();
    const id = sortableId(now, randomBytes(16));
    const family = newSecret();
    const refresh = `${family}.${newSecret()}`;
    await this.sessions.add({
      id,
      userId: user.id,
      by,
      agent: agent.replace(/\p{Cc}/gu, ' ').slice(0, longestAgent),
      ip,
      createdAt: now,
      usedAt: now,
      expiresAt: now + lifetimes.sessionMs,
      family: digestOf(family),
      current: digestOf(refresh),
    });
    await this.told.signedIn(user, by, id, from);
    return this.granted(id, user.id, refresh);
  }

  /** Of simultaneous ones with the same token exactly one is `ok`. */
  async refresh(shown: string, from: From): Promise<Refreshed> {
    const { family, session } = await this.found(shown);
    if (!session) return { result: 'over' };
    const verdict = judgeRefresh(session, digestOf(shown), this.clock.now());
    const user = verdict === 'raced' ? undefined : await this.users.find(session.userId);
    if (verdict === 'reused') {
      await this.revoke(session);
      await this.told.reused(user, session, from);
    }
    if (verdict !== 'rotate') return { result: verdict };
    if (!user || user.disabled) return { result: 'over' };
    const now = this.clock.now();
    const next = `${family}.${newSecret()}`;
    const to = { current: digestOf(next), usedAt: now, expiresAt: now + lifetimes.sessionMs };
    // Somebody else was faster by the time of one question to the store.
    if (!(await this.sessions.rotate(session.id, session.current, to))) return { result: 'raced' };
    return { result: 'ok', granted: await this.granted(session.id, user.id, next) };
  }

  /** Ends the session of a refresh token, also by one that does not count any more. */
  async end(shown: string, from: From): Promise<Session | undefined> {
    const { session } = await this.found(shown);
    if (!session || !isOpen(session, this.clock.now())) return session;
    await this.revoke(session);
    const user = await this.users.find(session.userId);
    if (user) await this.told.signedOut(user, session, from);
    return session;
  }

  async isOpen(userId: string, id: string): Promise<boolean> {
    const session = await this.sessions.find(id);
    return session?.userId === userId && isOpen(session, this.clock.now());
  }

  list(userId: string): Promise<Session[]> {
    return this.sessions.ofUser(userId, this.clock.now());
  }

  /** @returns undefined where the user has no such session. */
  async revokeOne(userId: string, id: string): Promise<Session | undefined> {
    const session = await this.sessions.find(id);
    if (!session || session.userId !== userId || !isOpen(session, this.clock.now())) return undefined;
    await this.revoke(session);
    return session;
  }

  async revokeOthers(userId: string, keep: string | undefined): Promise<number> {
    const ended = await this.sessions.revokeOthers(userId, keep, this.clock.now());
    for (const session of ended) this.callers.forget({ session });
    return ended.length;
  }

  private async found(shown: string): Promise<{ family: string; session: Session | undefined }> {
    const [, family = ''] = /^([\w-]{43})\.[\w-]{43}$/.exec(shown) ?? [];
    return { family, session: family === '' ? undefined : await this.sessions.ofFamily(digestOf(family)) };
  }

  private async revoke({ id }: Session): Promise<void> {
    await this.sessions.revoke(id, this.clock.now());
    this.callers.forget({ session: id });
  }

  private async granted(session: string, userId: string, refresh: string): Promise<Granted> {
    const { token, expiresInMs } = await this.access.make({ userId, session });
    return { session, access: token, accessMs: expiresInMs, refresh, refreshMs: lifetimes.sessionMs };
  }
}
