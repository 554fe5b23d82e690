import { Clock, type Millis } from '@switchyard/kernel';
import type { ApiToken } from '../../domain/identity/api-token.js';
import type { Session } from '../../domain/identity/session.js';
import type { User } from '../../domain/identity/user.js';
import type { Membership } from '../access/memberships.js';
import { MemoryDevices } from './device.story.js';
import {
  ApiTokens,
  Guessing,
  type Invitation,
  Invitations,
  OutsideIdentities,
  Sessions,
  type SigningKey,
  SigningKeys,
  Users,
} from './ports.js';

/** Stands until it is moved. */
export class StillClock extends Clock {
  at: Millis = Date.UTC(2026, 0, 1);
  now(): Millis {
    return this.at;
  }
  monotonic(): Millis {
    return this.at;
  }
  pass(ms: Millis): void {
    this.at += ms;
  }
}

export class MemoryUsers extends Users {
  readonly rows = new Map<string, User>();
  async add(user: User) {
    if ([...this.rows.values()].some(({ login }) => login === user.login)) return false;
    this.rows.set(user.id, user);
    return true;
  }
  async find(id: string) {
    return this.rows.get(id);
  }
  async among(ids: readonly string[]) {
    return [...this.rows.values()].filter(({ id }) => ids.includes(id));
  }
  async withLogin(login: string) {
    return [...this.rows.values()].find(user => user.login === login);
  }
  async replace(user: User) {
    if (this.rows.get(user.id)?.rev !== user.rev - 1) return false;
    this.rows.set(user.id, user);
    return true;
  }
  async list({ after = '', limit }: { after?: string; limit: number }) {
    return [...this.rows.values()].filter(({ id }) => id > after).slice(0, limit);
  }
  async any() {
    return this.rows.size > 0;
  }
}

export class MemoryIdentities extends OutsideIdentities {
  readonly rows = new Map<string, string>();
  async userOf(key: string) {
    return this.rows.get(key);
  }
  async add(key: string, userId: string) {
    if (this.rows.has(key)) return false;
    this.rows.set(key, userId);
    return true;
  }
  async ofUser(userId: string) {
    return [...this.rows].filter(([, owner]) => owner === userId).map(([key]) => key);
  }
  async remove(key: string, userId: string) {
    if (this.rows.get(key) === userId) this.rows.delete(key);
  }
}

export class MemorySessions extends Sessions {
  readonly rows = new Map<string, Session>();
  async add(session: Session) {
    this.rows.set(session.id, session);
  }
  async find(id: string) {
    return this.rows.get(id);
  }
  async ofFamily(family: string) {
    return [...this.rows.values()].find(session => session.family === family);
  }
  async rotate(id: string, from: string, to: Pick<Session, 'current' | 'usedAt' | 'expiresAt'>) {
    const row = this.rows.get(id);
    if (row?.current !== from || row.revokedAt !== undefined) return false;
    this.rows.set(id, { ...row, ...to, previous: from });
    return true;
  }
  async ofUser(userId: string, now: Millis) {
    const open = (one: Session) => one.userId === userId && one.revokedAt === undefined && one.expiresAt > now;
    return [...this.rows.values()].filter(open).reverse();
  }
  async revoke(id: string, at: Millis) {
    const row = this.rows.get(id);
    if (row) this.rows.set(id, { revokedAt: at, ...row });
  }
  async revokeOthers(userId: string, keep: string | undefined, at: Millis) {
    const ids = (await this.ofUser(userId, at)).map(({ id }) => id).filter(id => id !== keep);
    for (const id of ids) await this.revoke(id, at);
    return ids;
  }
}

export class MemoryTokens extends ApiTokens {
  readonly rows = new Map<string, ApiToken>();
  async add(token: ApiToken) {
    this.rows.set(token.id, token);
  }
  async find(id: string) {
    return this.rows.get(id);
  }
  async withDigest(digest: string) {
    return [...this.rows.values()].find(token => token.digest === digest);
  }
  async list(of: { userId: string } | { project: string }) {
    const is = (token: ApiToken) =>
      'userId' in of
        ? token.kind === 'personal' && token.userId === of.userId
        : token.kind === 'service' && token.project === of.project;
    return [...this.rows.values()].filter(is).reverse();
  }
  async remove(id: string) {
    return this.rows.delete(id);
  }
  async used(id: string, at: Millis) {
    const row = this.rows.get(id);
    if (row) this.rows.set(id, { ...row, usedAt: at });
  }
}

export class MemoryInvitations extends Invitations {
  readonly rows = new Map<string, Invitation>();
  async put(invitation: Invitation) {
    this.rows.set(invitation.id, invitation);
  }
  async withDigest(digest: string) {
    return [...this.rows.values()].find(one => one.digest === digest);
  }
  async use(digest: string, at: Millis) {
    const row = await this.withDigest(digest);
    if (!row || row.usedAt !== undefined || row.expiresAt <= at) return false;
    // Between the look and the change nothing else runs, as in the store.
    const now = this.rows.get(row.id);
    if (now?.usedAt !== undefined) return false;
    this.rows.set(row.id, { ...row, usedAt: at });
    return true;
  }
  async giveBack(digest: string) {
    const row = await this.withDigest(digest);
    if (!row) return;
    const { usedAt: _, ...rest } = row;
    this.rows.set(row.id, rest);
  }
}

export class MemoryKeys extends SigningKeys {
  readonly rows = new Map<string, SigningKey>();
  async add(turn: string, key: SigningKey) {
    if (this.rows.has(turn)) return false;
    this.rows.set(turn, key);
    return true;
  }
  async list(now: Millis) {
    return [...this.rows.values()].filter(({ checksUntil }) => checksUntil > now);
  }
}

/** Counts failures and lets everybody try, until it is told to make them wait. */
export class PatientGuessing extends Guessing {
  failures = 0;
  wait = 0;
  async waitMs() {
    return this.wait;
  }
  async failed() {
    this.failures += 1;
  }
  async succeeded() {
    this.failures = 0;
  }
}

export const memoryStores = () => ({
  users: new MemoryUsers(),
  identities: new MemoryIdentities(),
  sessions: new MemorySessions(),
  tokens: new MemoryTokens(),
  invitations: new MemoryInvitations(),
  devices: new MemoryDevices(),
  keys: new MemoryKeys(),
});

/** Knows administrators and nothing else. */
export const memoryAdministration = () => {
  const administrators = new Set<string>();
  return {
    administration: { grant: async (id: string) => void administrators.add(id) },
    memberships: {
      of: async (id: string): Promise<Membership> => ({ administrator: administrators.has(id), projects: new Map() }),
    },
  };
};

export const aUser = (more: Partial<User> = {}): User => ({
  id: '01k7n5pa000000000000000000',
  login: 'ann',
  name: 'Ann',
  createdAt: '2026-01-01T00:00:00.000Z',
  rev: 1,
  ...more,
});
