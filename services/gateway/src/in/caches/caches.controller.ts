import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import {
  CacheParams,
  CachesParams,
  type CacheView,
  ListCachesQuery,
  type ListCachesReply,
  RemoveCachesQuery,
  type RemoveCachesReply,
} from '@switchyard/contracts';
import { notFound } from '@switchyard/http';
import { Caches } from '../../app/caches/ports.js';
import { Needs } from '../access/needs.js';
import { Audited } from '../audit/audited.js';

const pageLength = 100;

/** What steps of a project have kept for later ones. */
@Controller('/api/ci/projects/:project/caches')
export class CachesController {
  constructor(private readonly caches: Caches) {}

  @Needs('executions.read')
  @Get()
  list(
    @Param() { project }: CachesParams,
    @Query() { limit = pageLength, ...rest }: ListCachesQuery,
  ): Promise<ListCachesReply> {
    return this.caches.list(project, { limit, ...rest });
  }

  /** Steps that ask for it make it anew. */
  @Needs('executions.control')
  @Audited('cache.removed', 'cache')
  @Delete('/:id')
  async remove(@Param() { project, id }: CacheParams): Promise<CacheView> {
    const removed = await this.caches.remove(project, id);
    if (removed) return removed;
    throw notFound(
      'unknown-cache',
      `project ${project} has no cache ${id}`,
      `GET /api/ci/projects/${project}/caches lists them`,
    );
  }

  @Needs('executions.control')
  @Audited('caches.removed', 'project')
  @Delete()
  clear(@Param() { project }: CachesParams, @Query() { prefix }: RemoveCachesQuery): Promise<RemoveCachesReply> {
    return this.caches.clear(project, prefix);
  }
}
