import { type Clock, Fresh } from '@switchyard/kernel';
import { platformPrincipal, type Principal } from '../../domain/access/principal.js';
import { type ApiToken, usedEveryMs } from '../../domain/identity/api-token.js';
import { isOpen, type Session } from '../../domain/identity/session.js';
import type { User } from '../../domain/identity/user.js';
import type { Memberships } from '../access/memberships.js';
import type { AccessTokens } from './access-tokens.js';
import { Authenticator } from './authenticator.js';
import type { ApiTokens, Sessions, Users } from './ports.js';
import { isSameText } from '../same-text.js';
import { digestOf } from './secrets.js';

/** What was revoked is refused everywhere within five seconds: this, the same for memberships, and the time of a request. */
const fresh = { freshMs: 2_000, most: 10_000, isKept: (answer: unknown): boolean => answer !== undefined };
export const tokenPrefix = 'yard_';
/** The cookie that browsers send the access token with where they cannot set headers. */
export const accessCookie = 'yard_access';
const longestHeader = 4_096;

export interface CallerStores {
  users: Users;
  sessions: Sessions;
  tokens: ApiTokens;
  memberships: Memberships;
}

/** Knows the platform's token, access tokens of sessions, and tokens of people and services. */
export class KnownCallers extends Authenticator {
  private readonly sessions: Fresh<string, Session | undefined>;
  private readonly users: Fresh<string, User | undefined>;
  private readonly tokens: Fresh<string, ApiToken | undefined>;

  constructor(
    private readonly platformToken: string,
    private readonly stores: CallerStores,
    private readonly access: Pick<AccessTokens, 'read'>,
    private readonly clock: Clock,
  ) {
    super();
    this.sessions = new Fresh(id => stores.sessions.find(id), clock, fresh);
    this.users = new Fresh(id => stores.users.find(id), clock, fresh);
    this.tokens = new Fresh(digest => stores.tokens.withDigest(digest), clock, fresh);
  }

  async principalOf({
    authorization,
    cookie,
  }: {
    authorization?: string;
    cookie?: string;
  }): Promise<Principal | undefined> {
    const token = authorization === undefined ? cookieIn(cookie) : bearerIn(authorization);
    if (token === undefined) return undefined;
    // A cookie carries access tokens and nothing else.
    if (authorization === undefined) return this.bySession(token);
    if (isSameText(token, this.platformToken)) return platformPrincipal;
    return token.startsWith(tokenPrefix) ? this.byToken(digestOf(token)) : this.bySession(token);
  }

  /** What was changed here is seen here at once. */
  forget({ session, user, token }: { session?: string; user?: string; token?: string }): void {
    if (session !== undefined) this.sessions.forget(session);
    if (user !== undefined) this.users.forget(user);
    if (token !== undefined) this.tokens.forget(token);
  }

  private async bySession(token: string): Promise<Principal | undefined> {
    const claims = await this.access.read(token);
    if (!claims) return undefined;
    const [session, user] = await Promise.all([this.sessions.get(claims.session), this.users.get(claims.userId)]);
    if (!session || session.userId !== claims.userId || !isOpen(session, this.clock.now())) return undefined;
    if (!user || user.disabled) return undefined;
    return {
      kind: 'user',
      id: user.id,
      name: user.name,
      session: session.id,
      ...(await this.stores.memberships.of(user.id)),
    };
  }

  private async byToken(digest: string): Promise<Principal | undefined> {
    const token = await this.tokens.get(digest);
    if (!token || token.expiresAt <= this.clock.now()) return undefined;
    const may = token.kind === 'service' ? ofService(token.project, token.role) : await this.ofPerson(token.userId);
    if (!may) return undefined;
    this.noteUse(token);
    const { id, name, scopes } = token;
    return { kind: 'token', id, name, ...may, ...(scopes ? { scopes: new Set(scopes) } : {}) };
  }

  private async ofPerson(userId: string): Promise<Pick<Principal, 'administrator' | 'projects'> | undefined> {
    const user = await this.users.get(userId);
    return !user || user.disabled ? undefined : this.stores.memberships.of(userId);
  }

  /** Nobody waits for it, and a store that fails at it fails at more important things too. */
  private noteUse(token: ApiToken): void {
    const now = this.clock.now();
    if (token.usedAt !== undefined && now - token.usedAt < usedEveryMs) return;
    token.usedAt = now;
    this.stores.tokens.used(token.id, now).catch(() => undefined);
  }
}

const ofService = (
  project: Extract<ApiToken, { kind: 'service' }>['project'],
  role: Extract<ApiToken, { kind: 'service' }>['role'],
) => ({ administrator: false, projects: new Map([[project, role]]) });

const bearerIn = (header: string): string | undefined =>
  header.length > longestHeader ? undefined : /^Bearer (\S+)$/i.exec(header)?.[1];

/** Undefined also where it stands twice: a neighbouring site may have set one of them. */
const cookieIn = (header: string | undefined): string | undefined => {
  const found = (header ?? '')
    .split(';')
    .map(pair => pair.trim())
    .filter(pair => pair.startsWith(`${accessCookie}=`));
  return found.length === 1 ? found[0]?.slice(accessCookie.length + 1) : undefined;
};
