import { IsArray, IsOptional, IsString, Length } from 'class-validator';
import type { DetectedProjects } from '../projects.js';
import { Message } from './message.js';

/** Says what a checkout is, and writes a pipeline for it. Nothing is kept. */
export class DetectProjects extends Message {
  @IsArray() @IsString({ each: true }) paths!: string[];
  /** Of the first paths, in their order; of the others only the path is known. */
  @IsArray() @IsString({ each: true }) texts!: string[];
  /** Of the pipeline, where nothing in the checkout has one. */
  @IsOptional() @Length(1, 200) name?: string;
}

export interface DetectReply extends DetectedProjects {
  /** The text of a pipeline file. */
  pipeline: string;
}
