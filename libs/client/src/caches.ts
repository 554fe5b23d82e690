import type { CacheView, ListCachesReply, RemoveCachesReply } from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

/** What steps of the projects of one platform have kept for later ones. Every method throws {@link YardError}. */
export class CacheRequests {
  constructor(private readonly requests: Requests) {}

  /** The last used ones first. */
  list(project: string, query: { prefix?: string; limit?: number } = {}): Promise<ListCachesReply> {
    return this.requests.json(`${pathOf(project)}${queryOf({ ...query })}`);
  }

  remove(project: string, id: string): Promise<CacheView> {
    return this.requests.json(pathOf(project, `/${encodeURIComponent(id)}`), { method: 'DELETE' });
  }

  /** Those whose keys begin with the prefix, or all. */
  clear(project: string, prefix?: string): Promise<RemoveCachesReply> {
    const query = prefix === undefined ? '' : queryOf({ prefix });
    return this.requests.json(`${pathOf(project)}${query}`, { method: 'DELETE' });
  }
}

const pathOf = (project: string, rest = '') => `/api/ci/projects/${encodeURIComponent(project)}/caches${rest}`;
