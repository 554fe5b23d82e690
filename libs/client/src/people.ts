import type { AdministratorView, LinkAnswer, ListAdministratorsReply, UserView } from '@switchyard/contracts';
import { post, queryOf, type Requests } from './requests.js';

/** A page of the people who have an account. */
export interface UsersPage {
  users: UserView[];
  /** What the next page is to be asked for as `after`; absent on the last. */
  next?: string;
}

/** Everybody who has an account, for administrators. Every method throws {@link YardError}. */
export class PeopleRequests {
  constructor(private readonly requests: Requests) {}

  list(page: { after?: string; limit?: number } = {}): Promise<UsersPage> {
    return this.requests.json(`/api/users${queryOf({ ...page })}`);
  }

  /** Shuts somebody out, with all sessions and personal tokens, or lets them in again. */
  setDisabled(id: string, disabled: boolean): Promise<UserView> {
    const init = { ...post({ disabled }), method: 'PATCH' };
    return this.requests.json(`/api/users/${encodeURIComponent(id)}`, init);
  }

  /** A link by which somebody signs in first; it works once and within a day. */
  invite(administrator = false): Promise<LinkAnswer> {
    return this.requests.json('/api/invitations', post(administrator ? { administrator } : {}));
  }

  async administrators(): Promise<AdministratorView[]> {
    return (await this.requests.json<ListAdministratorsReply>('/api/administrators')).administrators;
  }

  addAdministrator(user: string): Promise<AdministratorView> {
    return this.requests.json(`/api/administrators/${encodeURIComponent(user)}`, { method: 'PUT' });
  }

  removeAdministrator(user: string): Promise<{ message: string }> {
    return this.requests.json(`/api/administrators/${encodeURIComponent(user)}`, { method: 'DELETE' });
  }
}
