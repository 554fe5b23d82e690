import { Type } from 'class-transformer';
import { IsBooleanString, IsInt, IsOptional, Length, Max, Min } from 'class-validator';
import { type ExecutionId, IsSortableId } from '../ids.js';
import type { ArtifactView } from '../messages/artifact-messages.js';
import type { KeptReport } from './reports.js';

/** `:artifact` is its id, or its name where only one step has one of that name: then that of its last attempt. */
export class ArtifactParams {
  @IsSortableId() id!: ExecutionId;
  @Length(1, 400) artifact!: string;
}

/** `GET /api/ci/executions/:id/artifacts/:artifact`: files in the order of their paths, those after the first `after`. */
export class ArtifactFilesQuery {
  @Type(() => Number) @IsInt() @Min(0) @Max(1_000_000) after = 0;
  @Type(() => Number) @IsInt() @Min(1) @Max(10_000) limit = 1_000;
}

/** `GET /api/ci/executions/:id/artifacts/:artifact/files/…` */
export class ArtifactFileQuery {
  /** `false`: a picture or a text may be shown where it is. */
  @IsOptional() @IsBooleanString() download?: string;
}

/** One file of an artifact. */
export interface ArtifactFile {
  /** Relative, with `/`. */
  path: string;
  bytes: number;
  /** In lower-case hexadecimal digits. */
  sha256: string;
  /** Permissions. */
  mode: number;
}

/** `GET /api/ci/executions/:id/artifacts`: oldest first. */
export interface ListArtifactsAnswer {
  artifacts: ArtifactView[];
}

export interface ArtifactAnswer extends ArtifactView {
  entries: ArtifactFile[];
  /** To ask `after` for what follows; absent when that is all. */
  next?: number;
}

/** `GET /api/ci/executions/:id/reports`: what steps said about tests, findings and coverage. */
export interface ReportsAnswer {
  reports: (KeptReport & Pick<ArtifactView, 'name' | 'stepId' | 'attemptId' | 'keptAt'> & { artifact: string })[];
}
