import { Type } from 'class-transformer';
import { IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { type ExecutionId, IsSlug, IsSortableId, type ProjectId } from '../ids.js';

/** `GET /api/ci/deployments`: those of the newest executions first. */
export class ListDeploymentsQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
  /** As `environment-name:` of a step says it. */
  @IsOptional() @Length(1, 200) environment?: string;
  /** `next` of the page before. */
  @IsOptional() @IsSortableId() before?: ExecutionId;
  /** Executions that are looked at: each may change several environments. */
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}
