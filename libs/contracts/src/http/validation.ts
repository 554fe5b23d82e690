import { IsOptional, IsString } from 'class-validator';
import type { Finding } from '../finding.js';
import { IsSlug, type ProjectId } from '../ids.js';
import type { PlannedPipeline } from '../planned.js';
import { IsTexts } from '../texts.js';
import { IsMap } from '../is-map.js';

/** `POST /api/ci/pipelines/validate` */
export class ValidatePipelineBody {
  /** The text of the pipeline file. */
  @IsString() yaml!: string;
  /** Texts of the files it includes, by path. */
  @IsOptional() @IsMap() @IsTexts() files?: Record<string, string>;
  @IsOptional() @IsSlug() project?: ProjectId;
}
/** It is a question: the answer is a 200 also for a file that is not valid. */
export interface ValidatePipelineAnswer {
  valid: boolean;
  findings: Finding[];
  /** Of a valid file; what a trigger gives stays as it was written. */
  plan?: PlannedPipeline;
}
