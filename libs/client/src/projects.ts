import type {
  CreateProjectBody,
  ListMembersReply,
  ListProjectsReply,
  MemberView,
  ProjectId,
  ProjectRole,
  ProjectView,
} from '@switchyard/contracts';
import { post, queryOf, type Requests } from './requests.js';

const json = (method: string, body: object): RequestInit => ({ ...post(body), method });

/** Projects and who is in them. Every method throws {@link YardError}. */
export class ProjectRequests {
  constructor(private readonly requests: Requests) {}

  /** Those the caller may see, by id; `next` of a page is the `after` of the one behind it. */
  list(page: { after?: ProjectId; limit?: number } = {}): Promise<ListProjectsReply> {
    return this.requests.json(`/api/projects${queryOf({ ...page })}`);
  }

  get(id: string): Promise<ProjectView> {
    return this.requests.json(pathOf(id));
  }

  create(body: Pick<CreateProjectBody, 'name'> & { id: string }): Promise<ProjectView> {
    return this.requests.json('/api/projects', post(body));
  }

  rename(id: string, name: string): Promise<ProjectView> {
    return this.requests.json(pathOf(id), json('PATCH', { name }));
  }

  /** What has happened in it stays; it must have no pipelines any more. */
  remove(id: string): Promise<ProjectView> {
    return this.requests.json(pathOf(id), { method: 'DELETE' });
  }

  async members(id: string): Promise<MemberView[]> {
    return (await this.requests.json<ListMembersReply>(pathOf(id, '/members'))).members;
  }

  /** Lets a user in, or gives a member another role. */
  putMember(id: string, user: string, role: ProjectRole): Promise<MemberView> {
    return this.requests.json(pathOf(id, `/members/${encodeURIComponent(user)}`), json('PUT', { role }));
  }

  removeMember(id: string, user: string): Promise<{ message: string }> {
    return this.requests.json(pathOf(id, `/members/${encodeURIComponent(user)}`), { method: 'DELETE' });
  }
}

const pathOf = (id: string, rest = '') => `/api/projects/${encodeURIComponent(id)}${rest}`;
