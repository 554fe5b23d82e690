import type { PipelineId, RunPipeline as Message, RunPipelineReply } from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { planOf } from '../domain/plan.js';
import type { CurrentPipelines } from './current-pipelines.js';
import { unreadable } from './pipeline-view.js';
import type { Content, ExecutionService, Pipelines, StoredPipeline } from './ports.js';
import type { ReadModel } from './read-model.js';

type Refused = Extract<RunPipelineReply, { result: 'refused' }>;
type Version = Content & { id: PipelineId; version: number };

/** Turns an accepted trigger into an execution. The same execution id again changes nothing. */
export class RunPipeline {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly current: CurrentPipelines,
    private readonly models: ReadModel,
    private readonly executions: ExecutionService,
  ) {}

  async run({
    executionId,
    pipelineId,
    pipelineVersion,
    trigger,
    environment,
    inputs,
  }: Message): Promise<RunPipelineReply> {
    reach('pipeline.run.begin');
    const pipeline = await this.current.find(pipelineId);
    if (!pipeline) return refused('unknown-pipeline', `there is no pipeline ${pipelineId}`);
    const accepted = await this.acceptedOf(pipeline, pipelineVersion);
    if ('result' in accepted) return accepted;
    const model = await this.models.of(accepted);
    const { project, name } = pipeline;
    const { version } = accepted;
    if (!model) return refused('invalid-pipeline', unreadable({ version, name }));
    const given = inputs === undefined ? {} : { inputs };
    const planned = planOf({ executionId, pipelineId, project, version, model, trigger, environment, ...given });
    if (!planned.plan) return refused(planned.isOfInputs ? 'bad-inputs' : 'invalid-pipeline', planned.mistake);
    reach('pipeline.run.beforeCreate');
    await this.executions.create({ v: 1, executionId, plan: planned.plan, trigger });
    reach('pipeline.run.afterCreate');
    return { result: 'started', executionId };
  }

  /** What was current when the trigger was accepted, whatever became of the pipeline since then. */
  private async acceptedOf(pipeline: StoredPipeline, version: number | undefined): Promise<Version | Refused> {
    if (version === undefined) return refusalOf(pipeline) ?? pipeline;
    if (version === pipeline.version) return pipeline;
    const earlier = await this.pipelines.version(pipeline.id, version);
    if (earlier) return { ...earlier, id: pipeline.id };
    return refused('invalid-pipeline', `${pipeline.name} has no version ${version}`);
  }
}

const refused = (reason: Refused['reason'], message: string): Refused => ({ result: 'refused', reason, message });

const refusalOf = ({ name, disabled, deleted }: StoredPipeline): Refused | undefined => {
  if (deleted) return refused('pipeline-deleted', `${name} was deleted by ${deleted.actor}`);
  if (!disabled) return undefined;
  const { actor, reason } = disabled;
  return refused('pipeline-disabled', `${name} was disabled by ${actor}${reason === undefined ? '' : `: ${reason}`}`);
};
