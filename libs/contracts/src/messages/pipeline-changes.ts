import { IsBoolean, IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import type { Finding } from '../finding.js';
import { IsSortableId, type PipelineId } from '../ids.js';
import { IsFiles } from '../pipeline-files.js';
import { Message } from './message.js';
import type { PipelineView } from './pipeline-messages.js';
import { IsMap } from '../is-map.js';

/** What every change of a pipeline says. */
class PipelineChangeMessage extends Message {
  @IsSortableId() pipelineId!: PipelineId;
  @Length(1, 200) actor!: string;
  /** Only while this is the current version. */
  @IsOptional() @IsInt() @Min(1) ifVersion?: number;
}

/** Gives a pipeline a new version, also under another name. */
export class ReplacePipeline extends PipelineChangeMessage {
  @IsString() yaml!: string;
  @IsOptional() @IsMap() @IsFiles() files?: Record<string, string>;
  @IsOptional() @Length(1, 500) message?: string;
}

/** Gives a pipeline a new version with what an earlier one had. */
export class RollBackPipeline extends PipelineChangeMessage {
  @IsInt() @Min(1) version!: number;
  @IsOptional() @Length(1, 500) message?: string;
}

/** Lets a pipeline be triggered, or not. */
export class SwitchPipeline extends PipelineChangeMessage {
  @IsBoolean() enabled!: boolean;
  /** Why it is disabled. */
  @IsOptional() @Length(1, 500) reason?: string;
}

/** Its name becomes free, nothing starts it any more, and all that it was stays readable. */
export class RemovePipeline extends PipelineChangeMessage {}

export type ChangePipelineReply =
  /** Unchanged: it was so already. */
  | { result: 'updated' | 'unchanged'; pipeline: PipelineView; findings: Finding[] }
  | { result: 'invalid'; findings: Finding[] }
  | { result: 'missing' | 'deleted' }
  | { result: 'name-taken'; name: string }
  /** `version` is the current one, and not the one that was asked for. */
  | { result: 'stale'; version: number }
  /** There is no version of that number; `version` is the current one. */
  | { result: 'unknown-version'; version: number };

/** Newest first: those below `before`. */
export class ListVersions extends Message {
  @IsSortableId() pipelineId!: PipelineId;
  @IsOptional() @IsInt() @Min(1) before?: number;
  @IsInt() @Min(1) @Max(200) limit = 50;
}
/** Who changed a pipeline, and when. */
export interface VersionView {
  version: number;
  /** The pipeline's name as of this version. */
  name: string;
  author: string;
  at: string;
  message?: string;
  /** Paths of the files it includes. */
  files: string[];
}
export type ListVersionsReply = { result: 'found'; versions: VersionView[]; next?: number } | { result: 'missing' };

export class GetVersion extends Message {
  @IsSortableId() pipelineId!: PipelineId;
  @IsInt() @Min(1) version!: number;
}
export type GetVersionReply =
  | { result: 'found'; version: VersionView; yaml: string; includes: Record<string, string> }
  | { result: 'missing' }
  | { result: 'unknown-version'; current: number };

/** What changed from one version to another: to the current one, and from the one before, unless told otherwise. */
export class DiffPipeline extends Message {
  @IsSortableId() pipelineId!: PipelineId;
  @IsOptional() @IsInt() @Min(1) from?: number;
  @IsOptional() @IsInt() @Min(1) to?: number;
}
export type DiffPipelineReply =
  /** Unified; empty where both are the same. */
  | { result: 'found'; from: number; to: number; diff: string }
  | { result: 'missing' }
  | { result: 'unknown-version'; current: number };
