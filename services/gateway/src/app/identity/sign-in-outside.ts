import { createHash } from 'node:crypto';
import type { Clock } from '@switchyard/kernel';
import { returnPathOf } from '../../domain/identity/return-path.js';
import { lifetimes, loginOf, type User } from '../../domain/identity/user.js';
import { type Invite, newUser } from './invite.js';
import type { From } from '../../domain/identity/session.js';
import type { Granted, KeepSessions } from './keep-sessions.js';
import type { NotePeople } from './note-people.js';
import type { Challenge, OutsideIdentities, Outsider, OutsideProvider, Users } from './ports.js';
import { isSameText } from '../same-text.js';
import { newSecret, type Seal } from './secrets.js';

/** What the browser keeps, sealed, while it is at the provider. */
interface Flow extends Challenge {
  provider: string;
  back: string;
  until: number;
  invitation?: string;
  /** For somebody who is signed in, and adds this way in: they stay so. */
  link?: Linking;
}

/** Who adds a way to sign in, and in which session. */
export interface Linking {
  userId: string;
  session: string;
}

export type Left =
  { result: 'ok'; location: string; flow: string } | { result: 'unknown-provider' | 'bad-return' | 'no-link' };

export type Arrived =
  /** Without `granted` the browser has its session already. */
  | { result: 'ok'; user: User; granted?: Granted; back: string }
  | { result: 'unknown-provider' | 'bad-state' | 'not-invited' | 'disabled' | 'session-over' | 'somebody-elses' }
  | { result: 'refused'; why: string };

export interface LeaveWish {
  back?: string;
  invitation?: string;
  link?: Linking;
}

/** Signing in at another place: GitHub, or whoever speaks OpenID Connect. */
export class SignInOutside {
  private readonly providers: ReadonlyMap<string, OutsideProvider>;

  constructor(
    providers: readonly OutsideProvider[],
    private readonly stores: { users: Users; identities: OutsideIdentities },
    private readonly invite: Invite,
    private readonly sessions: KeepSessions,
    private readonly seal: Seal,
    private readonly clock: Clock,
    private readonly told: NotePeople,
  ) {
    this.providers = new Map(providers.map(provider => [provider.name, provider]));
  }

  get names(): string[] {
    return [...this.providers.keys()];
  }

  /** @param redirect this platform's own address of the provider's callback. */
  async leave(name: string, redirect: string, wish: LeaveWish): Promise<Left> {
    const provider = this.providers.get(name);
    if (!provider) return { result: 'unknown-provider' };
    const back = returnPathOf(wish.back ?? '/');
    if (back === undefined) return { result: 'bad-return' };
    const { invitation, link } = wish;
    if (invitation !== undefined && !(await this.invite.look(invitation))) return { result: 'no-link' };
    const challenge = { state: newSecret(), nonce: newSecret(), verifier: newSecret() };
    const location = await provider.leave(redirect, challenge);
    const until = this.clock.now() + lifetimes.flowMs;
    const flow: Flow = {
      ...challenge,
      provider: name,
      back,
      until,
      ...(invitation === undefined ? {} : { invitation }),
      ...(link ? { link } : {}),
    };
    return { result: 'ok', location, flow: this.seal.close(JSON.stringify(flow), 'flow') };
  }

  /**
   * @param query what stands behind the `?` of the callback.
   * @param kept the flow, as the browser's cookie has it: nobody else's browser can end what this one began.
   */
  async arrive(name: string, redirect: string, query: string, kept: string | undefined, from: From): Promise<Arrived> {
    const provider = this.providers.get(name);
    if (!provider) return { result: 'unknown-provider' };
    const flow = this.flowOf(name, query, kept);
    if (!flow) return { result: 'bad-state' };
    const outsider = await provider.arrive(redirect, query, flow);
    if ('refused' in outsider) return { result: 'refused', why: outsider.refused };
    if (flow.link) return this.linked(keyOf(name, outsider), flow.link, flow, from);
    const user = await this.userOf(provider, outsider, flow.invitation, from);
    if (user && !user.disabled)
      return { result: 'ok', user, granted: await this.sessions.begin(user, name, from), back: flow.back };
    const result = user ? 'disabled' : 'not-invited';
    await this.told.refused(user, name, result, from);
    return { result };
  }

  /** Where somebody may sign in, by the name of the provider. */
  async linksOf(userId: string): Promise<string[]> {
    const keys = await this.stores.identities.ofUser(userId);
    return [...new Set(keys.map(providerIn))].sort();
  }

  /** @returns `last` for the only way in that there is. */
  async unlink(userId: string, provider: string): Promise<'ok' | 'unknown' | 'last'> {
    const { users, identities } = this.stores;
    const keys = await identities.ofUser(userId);
    const leaving = keys.filter(key => providerIn(key) === provider);
    if (leaving.length === 0) return 'unknown';
    const user = await users.find(userId);
    if (user?.password === undefined && leaving.length === keys.length) return 'last';
    for (const key of leaving) await identities.remove(key, userId);
    return 'ok';
  }

  /** Only in the session that wished for it, and only while it is open. */
  private async linked(key: string, { userId, session }: Linking, flow: Flow, from: From): Promise<Arrived> {
    const { users, identities } = this.stores;
    const user = (await this.sessions.isOpen(userId, session)) ? await users.find(userId) : undefined;
    if (!user || user.disabled) return { result: 'session-over' };
    if (await identities.add(key, userId)) await this.told.linked(user, flow.provider, from);
    else if ((await identities.userOf(key)) !== userId) return { result: 'somebody-elses' };
    return { result: 'ok', user, back: flow.back };
  }

  private flowOf(provider: string, query: string, kept: string | undefined): Flow | undefined {
    const opened = kept === undefined ? undefined : this.seal.open(kept, 'flow');
    if (opened === undefined) return undefined;
    const flow = JSON.parse(opened) as Flow;
    const states = new URLSearchParams(query).getAll('state');
    const isOurs = flow.provider === provider && flow.until > this.clock.now();
    return isOurs && states.length === 1 && isSameText(states[0] ?? '', flow.state) ? flow : undefined;
  }

  /** Never by an e-mail address or a name: those may be somebody else's there. */
  private async userOf(
    { name: provider, signUp }: OutsideProvider,
    outsider: Outsider,
    invitation: string | undefined,
    from: From,
  ): Promise<User | undefined> {
    const { users, identities } = this.stores;
    const key = keyOf(provider, outsider);
    const known = await identities.userOf(key);
    if (known !== undefined) return users.find(known);
    if (invitation === undefined && !signUp) return undefined;
    const user = await this.joined(provider, outsider, invitation, from);
    // Two first arrivals at once: one of the two users stays without an identity, and the other one is signed in.
    if (user && !(await identities.add(key, user.id))) return users.find((await identities.userOf(key)) ?? '');
    return user;
  }

  private async joined(
    provider: string,
    outsider: Outsider,
    invitation: string | undefined,
    from: From,
  ): Promise<User | undefined> {
    for (const login of loginsFor(provider, outsider)) {
      const facts = { login, name: outsider.name ?? outsider.login ?? login };
      const made =
        invitation === undefined
          ? await this.added(facts, provider, from)
          : await this.invite.join(invitation, facts, provider, from);
      if (made === 'no-link') return undefined;
      if (made !== 'login-taken') return made;
    }
    return undefined;
  }

  private async added(facts: Pick<User, 'login' | 'name'>, by: string, from: From): Promise<User | 'login-taken'> {
    const user = newUser(facts, this.clock);
    if (!(await this.stores.users.add(user))) return 'login-taken';
    await this.told.joined(user, by, false, from);
    return user;
  }
}

const keyOf = (provider: string, { subject }: Outsider): string => `${provider}:${subject}`;
const providerIn = (key: string): string => key.slice(0, key.indexOf(':'));

/** The name there, and one that nobody else has where that is taken. */
const loginsFor = (provider: string, { login, subject }: Outsider): string[] => {
  const own = `${provider}-${createHash('sha256').update(subject).digest('hex').slice(0, 16)}`;
  const wished = login === undefined ? undefined : loginOf(login);
  return wished === undefined ? [own] : [wished, own];
};
