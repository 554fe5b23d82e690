import { IsInt, IsOptional, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import { IsSlug, type ProjectId } from '../ids.js';
import { IsText, largestText } from '../pipeline-files.js';
import { Message } from './message.js';

/** Which template of which project. */
class TemplateMessage extends Message {
  @IsSlug() project!: ProjectId;
  @IsSlug() name!: string;
}

class TemplateChangeMessage extends TemplateMessage {
  @Length(1, 200) actor!: string;
  /** Only while this is the current version. */
  @IsOptional() @IsInt() @Min(1) ifVersion?: number;
}

/** Creates a template, or gives it a new version when the text differs. */
export class PutTemplate extends TemplateChangeMessage {
  @IsText(largestText) text!: string;
  @IsOptional() @Length(1, 500) message?: string;
}

/** Pipelines that have it keep it; none gets it any more. */
export class RemoveTemplate extends TemplateChangeMessage {}

export interface TemplateView {
  project: ProjectId;
  name: string;
  version: number;
  /** Of this version. */
  author: string;
  at: string;
  message?: string;
}
export type ChangeTemplateReply =
  | { result: 'created' | 'updated' | 'unchanged' | 'deleted'; template: TemplateView }
  | { result: 'missing' }
  /** `version` is the current one, and not the one that was asked for. */
  | { result: 'stale'; version: number };

/** The current version, or an earlier one. */
export class GetTemplate extends TemplateMessage {
  @IsOptional() @IsInt() @Min(1) version?: number;
}
export type GetTemplateReply = { result: 'found'; template: TemplateView; text: string } | { result: 'missing' };

/** By name, those behind `after`. */
export class ListTemplates extends Message {
  @IsSlug() project!: ProjectId;
  @IsOptional() @IsString() @MaxLength(63) after?: string;
  @IsInt() @Min(1) @Max(200) limit = 50;
}
/** Newest first: those below `before`. Also of a template that was deleted. */
export class ListTemplateVersions extends TemplateMessage {
  @IsOptional() @IsInt() @Min(1) before?: number;
  @IsInt() @Min(1) @Max(200) limit = 50;
}
export interface ListTemplatesReply {
  templates: TemplateView[];
  next?: string;
}
export interface ListTemplateVersionsReply {
  versions: TemplateView[];
  next?: number;
}
