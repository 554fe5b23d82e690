import type {
  ApiTokenView,
  CreateTokenAnswer,
  CreateTokenBody,
  FirstBody,
  LinkAnswer,
  LoginBody,
  MeAnswer,
  SessionGrant,
  SessionView,
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
