import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { IsSlug, type ProjectId } from '../ids.js';
import { mostStatisticsDays } from '../messages/statistics-messages.js';

export class ProjectStatisticsParams {
  @IsSlug() project!: ProjectId;
}

/** `GET /api/ci/pipelines/:id/statistics` and `GET /api/ci/projects/:project/statistics` */
export class StatisticsQuery {
  /** Looked back over from now. */
  @Type(() => Number) @IsInt() @Min(1) @Max(mostStatisticsDays) days = 30;
}

/** `GET /api/ci/executions/latest` */
export class LatestQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
  /** Ids with commas, at most 200. */
  @Matches(/^[0-9a-z]{26}(?:,[0-9a-z]{26}){0,199}$/) pipelines!: string;
  @IsOptional() @IsString() @Length(1, 500) branch?: string;
  /** Of each pipeline. */
  @Type(() => Number) @IsInt() @Min(1) @Max(50) last = 20;
}

/** `GET /api/badges/:file`: `<pipeline>.svg` */
export class BadgeParams {
  @Matches(/^[0-9a-z]{26}\.svg$/) file!: string;
}

export class BadgeQuery {
  /** What lets it be seen; it belongs to the pipeline. */
  @IsOptional() @IsString() @Length(1, 100) token?: string;
  @IsOptional() @IsString() @Length(1, 500) branch?: string;
}

/** `GET /api/ci/pipelines/:id/badge` */
export interface BadgeAnswer {
  /** From the root of the platform, with its token; `&branch=` may be added. */
  path: string;
  token: string;
}
