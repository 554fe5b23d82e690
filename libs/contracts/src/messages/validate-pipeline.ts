import { IsOptional, IsString } from 'class-validator';
import type { Finding } from '../finding.js';
import { IsSlug, type ProjectId } from '../ids.js';
import type { PlannedPipeline } from '../planned.js';
import { IsTexts } from '../texts.js';
import { Message } from './message.js';
import { IsMap } from '../is-map.js';

/** Asks what is wrong with a file, and keeps nothing of it. */
export class ValidatePipeline extends Message {
  /** Where it would go. */
  @IsSlug() project!: ProjectId;
  @IsString() yaml!: string;
  /** Texts of the files it includes, by path. */
  @IsOptional() @IsMap() @IsTexts() files?: Record<string, string>;
}
/** Without an error there is a plan, in which what a trigger gives stays as it was written. */
export interface ValidatePipelineReply {
  findings: Finding[];
  plan?: PlannedPipeline;
}
