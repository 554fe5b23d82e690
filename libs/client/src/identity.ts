import type {
  ApiTokenView,
  CreateTokenAnswer,
  CreateTokenBody,
  FirstAnswer,
  FirstBody,
  LeaveAnswer,
  LinkAnswer,
  LinksAnswer,
  LoginBody,
  MeAnswer,
  RecoveryCodes,
  SessionGrant,
  SessionView,
  TotpOffer,
} from '@switchyard/contracts';
import { post, queryOf, type Requests } from './requests.js';

/** Signing in, and tokens for programs. Every method throws {@link YardError}. */
export class IdentityRequests {
  constructor(private readonly requests: Requests) {}

  /** Needs no token; what it answers is the caller's to keep. */
  login(body: Omit<LoginBody, 'tokens'>): Promise<SessionGrant> {
    return this.requests.json('/api/sessions/login', post({ ...body, tokens: true }));
  }

  /** Makes the user of a one-time link. Needs no token. */
  first(body: Omit<FirstBody, 'tokens'>): Promise<SessionGrant> {
    return this.requests.json('/api/sessions/first', post({ ...body, tokens: true }));
  }

  async logout(refreshToken: string): Promise<void> {
    await this.requests.json('/api/sessions/logout', post({ refreshToken }));
  }

  /** Signs in by cookies, which a browser keeps. Needs no token. */
  signIn(body: Omit<LoginBody, 'tokens'>): Promise<SessionGrant> {
    return this.requests.json('/api/sessions/login', post(body));
  }

  /** Ends the session of the browser's cookies. */
  async signOut(): Promise<void> {
    await this.requests.json('/api/sessions/logout', post({}));
  }

  /** What a one-time link is for; looking uses nothing up. Needs no token. */
  look(code: string): Promise<FirstAnswer> {
    return this.requests.json(`/api/sessions/first${queryOf({ code })}`);
  }

  /** Makes the user of a one-time link, who is signed in by cookies then. Needs no token. */
  accept(body: Omit<FirstBody, 'tokens'>): Promise<SessionGrant> {
    return this.requests.json('/api/sessions/first', post(body));
  }

  /** A secret for an authenticator; it counts once it is confirmed. */
  offerTotp(): Promise<TotpOffer> {
    return this.requests.json('/api/sessions/totp', { method: 'POST' });
  }

  confirmTotp(code: string): Promise<RecoveryCodes> {
    return this.requests.json('/api/sessions/totp/confirm', post({ code }));
  }

  removeTotp(code: string): Promise<{ message: string }> {
    return this.requests.json('/api/sessions/totp/remove', post({ code }));
  }

  /** Where the caller signs in besides the password. */
  async links(): Promise<string[]> {
    return (await this.requests.json<LinksAnswer>('/api/sessions/links')).providers;
  }

  /** Begins to add a place to sign in: the browser goes to `location` next. */
  link(provider: string, back: string): Promise<LeaveAnswer> {
    return this.requests.json(`/api/sessions/links/${encodeURIComponent(provider)}`, post({ return: back }));
  }

  unlink(provider: string): Promise<{ message: string }> {
    return this.requests.json(`/api/sessions/links/${encodeURIComponent(provider)}`, { method: 'DELETE' });
  }

  me(): Promise<MeAnswer> {
    return this.requests.json('/api/sessions/me');
  }

  /** The caller's own, newest first; refused for tokens. */
  async sessions(): Promise<SessionView[]> {
    return (await this.requests.json<{ sessions: SessionView[] }>('/api/sessions')).sessions;
  }

  endSession(id: string): Promise<{ message: string }> {
    return this.requests.json(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }

  /** Ends all other sessions. */
  changePassword(current: string, next: string): Promise<{ message: string }> {
    return this.requests.json('/api/sessions/password', post({ current, next }));
  }

  /** Where else people sign in. Needs no token. */
  async providers(): Promise<{ name: string; path: string }[]> {
    const path = '/api/sessions/providers';
    return (await this.requests.json<{ providers: { name: string; path: string }[] }>(path)).providers;
  }

  /** The owner's one-time link; refused with `owner-known` once there is anybody. */
  ownerLink(): Promise<LinkAnswer> {
    return this.requests.json('/api/sessions/first/link', post({}));
  }

  /** The caller's own, or those of a project's services. */
  async tokens(project?: string): Promise<ApiTokenView[]> {
    return (await this.requests.json<{ tokens: ApiTokenView[] }>(`/api/tokens${queryOf({ project })}`)).tokens;
  }

  createToken(body: Omit<CreateTokenBody, 'project'> & { project?: string }): Promise<CreateTokenAnswer> {
    return this.requests.json('/api/tokens', post(body));
  }

  revokeToken(id: string): Promise<{ message: string }> {
    return this.requests.json(`/api/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });
  }
}
