import { Type } from 'class-transformer';
import { IsInt, IsISO8601, IsOptional, Length, Matches, Max, Min } from 'class-validator';
import { IsSlug, type ProjectId } from '../ids.js';

/** `GET /api/projects/:project/audit`: of one project, newest first. */
export class ProjectAuditQuery {
  /** Id or name of who did it. */
  @IsOptional() @Length(1, 200) who?: string;
  /** Such as `pipeline.changed`. */
  @IsOptional() @Matches(/^[a-z0-9.-]{1,100}$/) action?: string;
  /** Kind of what it was done to, such as `pipeline`. */
  @IsOptional() @Matches(/^[a-z0-9-]{1,60}$/) kind?: string;
  /** Id of what it was done to. */
  @IsOptional() @Length(1, 200) object?: string;
  /** Not before. */
  @IsOptional() @IsISO8601({ strict: true }) since?: string;
  /** Before. */
  @IsOptional() @IsISO8601({ strict: true }) until?: string;
  /** `next` of the page before. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) before?: number;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `GET /api/audit`: of the whole platform. */
export class AuditQuery extends ProjectAuditQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
}

/** One change: by whom, from where, on what. */
export interface AuditRecordView {
  seq: number;
  at: string;
  action: string;
  by: { kind: string; id: string; name: string };
  from?: string;
  project?: string;
  on: { kind: string; id: string; name?: string };
  before?: unknown;
  after?: unknown;
  /** The hash of the record before. */
  previous: string;
  hash: string;
}

export interface ListAuditAnswer {
  records: AuditRecordView[];
  next?: number;
}

/** `GET /api/audit/verify` */
export interface VerifyAuditAnswer {
  ok: boolean;
  /** Records that were found to be as they were written, from the first on. */
  records: number;
  /** The last of them: whoever notes it elsewhere can tell later that nothing before it was rewritten. */
  last: { seq: number; hash: string };
  broken?: { seq: number; reason: string; message: string };
}
