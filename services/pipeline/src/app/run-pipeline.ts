import type { RunPipeline as Message, RunPipelineReply } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { planOf } from '../domain/plan.js';
import { unreadable } from './pipeline-view.js';
import type { ExecutionService, Pipelines } from './ports.js';
import type { ReadModel } from './read-model.js';

/** Turns an accepted trigger into an execution. The same execution id again changes nothing. */
export class RunPipeline {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly models: ReadModel,
    private readonly executions: ExecutionService,
  ) {}

  async run({ executionId, pipelineId, trigger, environment, inputs }: Message): Promise<RunPipelineReply> {
    reach('pipeline.run.begin');
    const pipeline = await this.pipelines.find(pipelineId);
    if (!pipeline)
      return { result: 'refused', reason: 'unknown-pipeline', message: `there is no pipeline ${pipelineId}` };
    const model = await this.models.of(pipeline);
    if (!model) {
      return { result: 'refused', reason: 'invalid-pipeline', message: unreadable(pipeline) };
    }
    const { project, version } = pipeline;
    const given = inputs === undefined ? {} : { inputs };
    const planned = planOf({ executionId, pipelineId, project, version, model, trigger, environment, ...given });
    if (!planned.plan) return { result: 'refused', reason: 'invalid-pipeline', message: planned.mistake };
    reach('pipeline.run.beforeCreate');
    await this.executions.create({ v: 1, executionId, plan: planned.plan, trigger });
    reach('pipeline.run.afterCreate');
    return { result: 'started', executionId };
  }
}
