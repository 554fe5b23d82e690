import { Type } from 'class-transformer';
import { IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { longestCacheKey } from '../cache-key.js';
import { IsSlug, IsSortableId, type ProjectId } from '../ids.js';

export class CachesParams {
  @IsSlug() project!: ProjectId;
}
export class CacheParams extends CachesParams {
  @IsSortableId() id!: string;
}

/** `GET /api/ci/projects/:project/caches`: the last used ones first. */
export class ListCachesQuery {
  /** Only keys that begin with it. */
  @IsOptional() @Length(1, longestCacheKey) prefix?: string;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1_000) limit?: number;
}

/** `DELETE /api/ci/projects/:project/caches` */
export class RemoveCachesQuery {
  /** Only keys that begin with it; absent: all. */
  @IsOptional() @Length(1, longestCacheKey) prefix?: string;
}

export interface CacheView {
  id: string;
  /** Of the result of a step, its fingerprint. */
  key: string;
  /** Files that were named, or the result of a whole step. */
  kind: 'files' | 'result';
  /** `trusted`, or that of a pull request from outside. */
  scope: string;
  /** Compressed. */
  bytes: number;
  files: number;
  savedAt: string;
  /** When it was last brought back, or saved. */
  usedAt: string;
  /** How often it was brought back. */
  hits: number;
}

export interface ListCachesReply {
  /** The last used ones first. */
  caches: CacheView[];
  /** Of all that the project has, also those that are not in the list. */
  count: number;
  bytes: number;
}

export interface RemoveCachesReply {
  removed: number;
  bytes: number;
}
