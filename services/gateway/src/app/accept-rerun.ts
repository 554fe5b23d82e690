import { randomBytes } from 'node:crypto';
import { type ExecutionId, type ExecutionView, isFinal, type StepId } from '@switchyard/contracts';
import { type Clock, isoTime, sortableId } from '@switchyard/kernel';
import type { Trigger } from '../domain/trigger.js';
import type { ReadExecution } from './read-execution.js';
import type { TakeIn, TakenIn } from './take-in.js';

export interface RerunRequest {
  source: ExecutionId;
  /** Absent: from what did not end well. */
  fromStep?: StepId;
  /** From the start. */
  all?: boolean;
  actor: string;
  idempotencyKey?: string;
  traceparent?: string;
}

export type AcceptedRerun =
  | TakenIn
  | { result: 'unknown-execution' }
  | { result: 'not-ended'; status: ExecutionView['status'] }
  | { result: 'nothing-failed' }
  | { result: 'unknown-step'; steps: StepId[] };

/** Stores the wish to repeat an execution, answers, and hands it over: what was accepted will be repeated. */
export class AcceptRerun {
  constructor(
    private readonly reading: ReadExecution,
    private readonly takeIn: TakeIn,
    private readonly clock: Clock,
  ) {}

  async run(request: RerunRequest): Promise<AcceptedRerun> {
    const source = await this.reading.run(request.source);
    if (!source) return { result: 'unknown-execution' };
    const refusal = refusalOf(source, request);
    if (refusal) return refusal;
    return this.takeIn.run(this.triggerOf(source, request));
  }

  private triggerOf(
    source: ExecutionView,
    { fromStep, all, actor, idempotencyKey, traceparent }: RerunRequest,
  ): Trigger {
    const now = this.clock.now();
    const { project, pipelineId, pipelineName, pipelineVersion } = source;
    return {
      executionId: sortableId(now, randomBytes(16)) as ExecutionId,
      project,
      pipelineId,
      pipelineName,
      pipelineVersion,
      facts: { ...source.trigger, actor, at: isoTime(now) },
      environment: {},
      rerun: {
        source: source.id,
        ...(fromStep === undefined ? {} : { fromStep }),
        ...(all === undefined ? {} : { all }),
      },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      ...(traceparent === undefined ? {} : { traceparent }),
      state: 'accepted',
    };
  }
}

const refusalOf = ({ status, steps }: ExecutionView, { fromStep, all }: RerunRequest): AcceptedRerun | undefined => {
  if (!isFinal(status)) return { result: 'not-ended', status };
  if (fromStep === undefined) return status === 'success' && !all ? { result: 'nothing-failed' } : undefined;
  return steps.some(step => step.id === fromStep)
    ? undefined
    : { result: 'unknown-step', steps: steps.map(step => step.id) };
};
