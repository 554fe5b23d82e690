import { randomBytes } from 'node:crypto';
import type { ExecutionId, InputMistake, PipelineId, PipelineView, TriggerFacts } from '@switchyard/contracts';
import { type Clock, Fault, isoTime, sortableId } from '@switchyard/kernel';
import type { PipelineFacts, Trigger } from '../domain/trigger.js';
import type { KnownInputs } from './known-inputs.js';
import type { PipelineService } from './ports.js';
import type { TakeIn, TakenIn } from './take-in.js';

export interface TriggerRequest {
  pipelineId: PipelineId;
  facts: Omit<TriggerFacts, 'at'>;
  environment: Record<string, string>;
  /** As they were given: names to text, numbers or switches. */
  inputs: Record<string, unknown>;
  idempotencyKey?: string;
  traceparent?: string;
}

/** An answer, where there is nothing to accept. */
export type Accepted =
  | TakenIn
  | { result: 'unknown-pipeline' }
  | { result: 'bad-inputs'; mistakes: InputMistake[] }
  /** It may not be triggered now, or never again; `mark` says by whom, when and why. */
  | { result: 'pipeline-disabled'; name: string; mark: Mark }
  | { result: 'pipeline-deleted'; name: string; mark: Mark };

type Mark = NonNullable<PipelineView['disabled']>;

const variable = /^[A-Za-z_][A-Za-z0-9_]{0,254}$/;
/** What fits one process environment with room for the step's own. */
const mostVariables = 200;
const longestValue = 32_768;

/** Stores a trigger, answers, and hands it over. */
export class AcceptTrigger {
  constructor(
    private readonly takeIn: TakeIn,
    private readonly pipelines: PipelineService,
    private readonly known: KnownInputs,
    private readonly clock: Clock,
  ) {}

  /** @throws Fault `bad-environment` */
  async run(request: TriggerRequest): Promise<Accepted> {
    checkEnvironment(request.environment);
    const { pipelineId, inputs, facts } = request;
    const { repository } = facts;
    const project = this.known.projectOf(pipelineId);
    if (project !== undefined) this.takeIn.lookAhead(project);
    const checked = await this.known.check(pipelineId, {
      inputs,
      ...(repository === undefined ? {} : { repository }),
    });
    const pipeline = checked.result === 'missing' ? undefined : (checked.pipeline ?? (await this.asked(pipelineId)));
    if (checked.result === 'missing' || !pipeline) return { result: 'unknown-pipeline' };
    const { name, disabled, deleted } = pipeline;
    if (deleted) return { result: 'pipeline-deleted', name, mark: deleted };
    if (disabled) return { result: 'pipeline-disabled', name, mark: disabled };
    if (checked.result === 'bad-inputs') return checked;
    return this.takeIn.run({ ...this.triggerOf(request, { ...pipeline, id: pipelineId }), inputs: checked.inputs });
  }

  /** Of a service of an earlier release, which does not say it with the inputs. */
  private async asked(id: PipelineId): Promise<PipelineView | undefined> {
    const found = await this.pipelines.get(id);
    return found.result === 'found' ? found.pipeline : undefined;
  }

  private triggerOf(
    { facts, environment, idempotencyKey, traceparent }: TriggerRequest,
    pipeline: PipelineFacts,
  ): Trigger {
    const now = this.clock.now();
    return {
      executionId: sortableId(now, randomBytes(16)) as ExecutionId,
      project: pipeline.project,
      pipelineId: pipeline.id,
      pipelineName: pipeline.name,
      pipelineVersion: pipeline.version,
      facts: { ...facts, at: isoTime(now) },
      environment,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(traceparent === undefined ? {} : { traceparent }),
      state: 'accepted',
    };
  }
}

const checkEnvironment = (environment: Record<string, string>): void => {
  const names = Object.keys(environment);
  if (names.length > mostVariables)
    refuse(`environment has ${names.length} variables, and ${mostVariables} is the most`);
  for (const [name, value] of Object.entries(environment)) {
    if (!variable.test(name)) refuse(`${JSON.stringify(name)} is no name of an environment variable`);
    if (typeof value !== 'string' || value.includes('\0')) refuse(`environment.${name} must be text`);
    if (value.length > longestValue)
      refuse(`environment.${name} has ${value.length} characters, and ${longestValue} is the most`);
  }
};

const refuse = (message: string): never => {
  throw new Fault({
    code: 'bad-environment',
    message,
    blame: 'user',
    retry: false,
    suggestions: ['write names to text, such as {"TARGET": "staging"}'],
  });
};
