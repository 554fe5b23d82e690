import type { PipelineId, ProjectId } from './ids.js';

export const pipelineChanges = ['created', 'updated', 'enabled', 'disabled', 'deleted'] as const;
export type PipelineChange = (typeof pipelineChanges)[number];

/**
 * A pipeline changed. A CloudEvents 1.0 envelope like those of executions, on a subject of its own; it may be lost, so
 * whoever remembers pipelines forgets them after a few seconds anyway.
 */
export interface PipelineEvent {
  specversion: '1.0';
  id: string;
  source: '/switchyard/pipeline';
  type: 'pipeline.changed';
  /** The pipeline. */
  subject: PipelineId;
  time: string;
  datacontenttype: 'application/json';
  data: {
    v: 1;
    project: ProjectId;
    pipelineId: PipelineId;
    name: string;
    /** The current one, after the change. */
    version: number;
    change: PipelineChange;
    actor: string;
  };
}
