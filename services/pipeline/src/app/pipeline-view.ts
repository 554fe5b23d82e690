import type { PipelineView } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import type { ListedPipeline, Summary } from './ports.js';

export const summaryOf = (model: PipelineModel | undefined): Summary => ({
  ...(model?.description === undefined ? {} : { description: model.description }),
  triggers: [...new Set((model?.triggers ?? []).map(({ type }) => type))],
  stages: (model?.stages ?? []).map(stage => ({
    name: stage.name,
    parallel: stage.parallel,
    steps: stage.steps.map(step => ({ name: step.name, connector: step.connector })),
  })),
});

/** @param summary for a pipeline that an earlier program wrote. */
export const viewOf = (
  {
    id,
    project,
    name,
    version,
    author,
    message,
    createdAt,
    updatedAt,
    disabled,
    deleted,
    summary: stored,
  }: ListedPipeline,
  summary = stored,
): PipelineView => ({
  id,
  project,
  name,
  version,
  createdAt,
  updatedAt,
  author,
  ...(message === undefined ? {} : { message }),
  enabled: !disabled && !deleted,
  ...(disabled ? { disabled } : {}),
  ...(deleted ? { deleted } : {}),
  ...(summary ?? summaryOf(undefined)),
});

/** Of a version that an earlier language took. */
export const unreadable = ({ version, name }: Pick<ListedPipeline, 'version' | 'name'>): string =>
  `version ${version} of ${name} cannot be read any more: apply the file again`;
