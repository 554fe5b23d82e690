import type { AdministratorView, LinkAnswer, ListAdministratorsReply, UserView } from '@switchyard/contracts';
import { post, queryOf, type Requests } from './requests.js';

/** Who has an account, for administrators of the platform. Every method throws {@link YardError}. */
export class PeopleRequests {
  constructor(private readonly requests: Requests) {}

  /** Oldest first; `next` of a page is the `after` of the one behind it. */
  list(page: { after?: string; limit?: number } = {}): Promise<{ users: UserView[]; next?: string }> {
    return this.requests.json(`/api/users${queryOf({ ...page })}`);
  }

  /** Shuts somebody out, with all sessions and personal tokens, or lets them in again. */
  setDisabled(id: string, disabled: boolean): Promise<UserView> {
    return this.requests.json(`/api/users/${encodeURIComponent(id)}`, { ...post({ disabled }), method: 'PATCH' });
  }

  /** A link by which one more user comes, once. */
  invite(administrator: boolean): Promise<LinkAnswer> {
    return this.requests.json('/api/invitations', post({ administrator }));
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
