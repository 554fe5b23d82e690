import type { PipelineView } from '@switchyard/contracts';
import type { PipelineModel } from '@switchyard/pipeline-file';
import type { StoredPipeline } from './ports.js';

export const viewOf = (
  { id, project, name, version, createdAt, updatedAt }: StoredPipeline,
  model: PipelineModel | undefined,
): PipelineView => ({
  id,
  project,
  name,
  version,
  createdAt,
  updatedAt,
  ...(model?.description === undefined ? {} : { description: model.description }),
  stages: (model?.stages ?? []).map(stage => ({
    name: stage.name,
    parallel: stage.parallel,
    steps: stage.steps.map(step => ({ name: step.name, connector: step.connector })),
  })),
});

/** Of a version that an earlier language took. */
export const unreadable = ({ version, name }: StoredPipeline): string =>
  `version ${version} of ${name} cannot be read any more: apply the file again`;
