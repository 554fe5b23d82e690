import { IsSortableId, type PipelineId } from '../ids.js';
import type { TriggerType } from '../words.js';
import { Message } from './message.js';

/** What starts a pipeline, and what it asks for then. */
export class ReadStarts extends Message {
  @IsSortableId() pipelineId!: PipelineId;
}

/** A value that a trigger by hand gives. */
export interface InputView {
  name: string;
  type: 'text' | 'number' | 'boolean' | 'choice';
  description?: string;
  required: boolean;
  /** As text. */
  default?: string;
  /** Of a choice. */
  options: string[];
}

export interface TriggerView {
  type: TriggerType;
  /** What it is about, each as one short text, such as `branches: main, release/*`. */
  what: string[];
}

export interface ScheduleView {
  cron: string;
  /** IANA name. */
  timeZone: string;
  branch?: string;
  /** When it is due next, ISO 8601 in UTC; empty: never again, or the pipeline is disabled. */
  next: string[];
}

export interface PipelineStarts {
  inputs: InputView[];
  triggers: TriggerView[];
  schedules: ScheduleView[];
}
export type ReadStartsReply = ({ result: 'found' } & PipelineStarts) | { result: 'missing' };
