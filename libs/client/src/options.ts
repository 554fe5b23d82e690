import type { AttemptId, ExecutionId, ExecutionStatus, PipelineId, TriggerType } from '@switchyard/contracts';

export interface ListExecutionsOptions {
  limit?: number;
  /** Those that are older; `next` of the page before. */
  before?: ExecutionId;
  /** The nearest that are newer; `previous` of a page. */
  after?: ExecutionId;
  status?: ExecutionStatus;
  pipeline?: PipelineId;
  project?: string;
  branch?: string;
  trigger?: TriggerType;
  /** Who triggered it. */
  author?: string;
  /** A part of the pipeline's name, of the branch or of the commit. */
  text?: string;
  since?: string;
  until?: string;
}

export interface LogOptions {
  /** Of all attempts, unless one is named. */
  attempt?: AttemptId;
  /** Of one attempt: bytes to leave out, and bytes at most. */
  offset?: number;
  limit?: number;
  /** Of one attempt: its last lines. */
  tail?: number;
}

/** What comes with a pipeline file. */
export interface FileBeside {
  project?: string;
  /** Texts of the files it includes, by path from the root of its repository. */
  files?: Record<string, string>;
}
