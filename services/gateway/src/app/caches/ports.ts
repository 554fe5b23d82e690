import type { CacheView, ListCachesReply, ProjectId, RemoveCachesReply } from '@switchyard/contracts';

/** What steps of a project have kept for later ones. */
export abstract class Caches {
  /** The last used ones first. */
  abstract list(project: ProjectId, query: { prefix?: string; limit: number }): Promise<ListCachesReply>;
  /** @returns undefined when there is none */
  abstract remove(project: ProjectId, id: string): Promise<CacheView | undefined>;
  /** Those whose keys begin with the prefix, or all. */
  abstract clear(project: ProjectId, prefix?: string): Promise<RemoveCachesReply>;
}
