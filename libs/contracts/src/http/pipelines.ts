import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { IsSlug, IsSortableId, type PipelineId, type ProjectId } from '../ids.js';
import type { VersionView } from '../messages/pipeline-changes.js';
import type { TemplateView } from '../messages/template-messages.js';
import { IsFiles, IsText, largestText } from '../pipeline-files.js';
import { IsMap } from '../is-map.js';

/** `PUT /api/ci/pipelines/:id`; answered as `POST /api/ci/pipelines` is. */
export class ReplacePipelineBody {
  /** The text of the pipeline file. */
  @IsString() yaml!: string;
  /** Texts of the files that its `include:` names, by path. */
  @IsOptional() @IsMap() @IsFiles() files?: Record<string, string>;
  /** What the new version is for. */
  @IsOptional() @Length(1, 500) message?: string;
}

/** `PATCH /api/ci/pipelines/:id` */
export class SwitchPipelineBody {
  @IsBoolean() enabled!: boolean;
  /** Why it is disabled. */
  @IsOptional() @Length(1, 500) reason?: string;
}

/** `POST /api/ci/pipelines/:id/rollback`; answered as `POST /api/ci/pipelines` is. */
export class RollBackBody {
  @IsInt() @Min(1) version!: number;
  @IsOptional() @Length(1, 500) message?: string;
}

export class VersionParams {
  @IsSortableId() id!: PipelineId;
  @Type(() => Number) @IsInt() @Min(1) version!: number;
}

/** `GET /api/ci/pipelines/:id/yaml`: of the current version, or of another. */
export class PipelineFileQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) version?: number;
}

/** `GET /api/ci/pipelines/:id/versions`: newest first, those below `before`. */
export class ListVersionsQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) before?: number;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}
export interface ListVersionsAnswer {
  versions: VersionView[];
  next?: number;
}

/** `GET /api/ci/pipelines/:id/versions/:version` */
export interface VersionAnswer extends VersionView {
  yaml: string;
  includes: Record<string, string>;
}

/** `GET /api/ci/pipelines/:id/diff`: to the current version, from the one before it, unless told otherwise. */
export class DiffQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) from?: number;
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) to?: number;
}

export class TemplateParams {
  @IsSlug() name!: string;
}

/** Of which project; `default` unless told otherwise. */
export class TemplateQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
}

/** `GET /api/ci/templates/:name`: the current version, or another. */
export class GetTemplateQuery extends TemplateQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) version?: number;
}

/** `GET /api/ci/templates`: by name, those behind `after`. */
export class ListTemplatesQuery extends TemplateQuery {
  @IsOptional() @IsString() @MaxLength(63) after?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `GET /api/ci/templates/:name/versions`: newest first, those below `before`. */
export class TemplateVersionsQuery extends TemplateQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) before?: number;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit = 50;
}

/** `PUT /api/ci/templates/:name`; the text may also be the body itself, as YAML. */
export class PutTemplateBody {
  @IsText(largestText) text!: string;
  @IsOptional() @Length(1, 500) message?: string;
}
export interface PutTemplateAnswer {
  result: 'created' | 'updated' | 'unchanged';
  template: TemplateView;
}
export interface TemplateAnswer extends TemplateView {
  text: string;
}
