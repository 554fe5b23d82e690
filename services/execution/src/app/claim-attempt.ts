import {
  type AttemptId,
  type ClaimAttempt as Message,
  type ClaimReply,
  type Grant,
  partsOfAttempt,
} from '@switchyard/contracts';
import { Clock, type Millis, reach } from '@switchyard/kernel';
import { runningAttempts } from '../domain/attempts.js';
import { timeoutFrom } from '../domain/deadlines.js';
import { type Execution, stepPlanOf } from '../domain/execution.js';
import { grantedTexts } from '../domain/granted.js';
import type { ExecutionWriter } from './execution-writer.js';

/** Gives the right to run an attempt to the first session that asks, with all it needs to run it. */
export class ClaimAttempt {
  constructor(
    private readonly writer: ExecutionWriter,
    private readonly clock: Clock,
    private readonly leaseMs: Millis,
  ) {}

  async run({ attemptId, session, nonce }: Message): Promise<ClaimReply> {
    reach('execution.claim.begin');
    const parts = partsOfAttempt(attemptId);
    if (!parts) return { result: 'refused', reason: 'unknown-attempt' };
    const decision = await this.writer.submit(parts.executionId, { type: 'claim', attemptId, session, nonce });
    reach('execution.claim.afterCommit');
    if (!decision.ok) return { result: 'refused', reason: decision.reason };
    // Its texts could not be filled, so it has ended without anybody running it.
    if (!runningAttempts(decision.next).some(one => one.attemptId === attemptId))
      return { result: 'refused', reason: 'not-running' };
    const grant = this.grantOf(decision.next, attemptId);
    return grant ? { result: 'granted', grant } : { result: 'refused', reason: 'unknown-attempt' };
  }

  private grantOf(execution: Execution, attemptId: AttemptId): Grant | undefined {
    const parts = partsOfAttempt(attemptId);
    const plan = parts && stepPlanOf(execution.plan, parts.stepId);
    const texts = plan && grantedTexts(execution, plan);
    if (!texts || texts.mistake !== undefined) return undefined;
    const timeoutMs = timeoutFrom(execution, parts.stepId, this.clock.now());
    return {
      attemptId,
      project: execution.plan.project,
      executionId: parts.executionId,
      stepId: parts.stepId,
      stepName: plan.name,
      config: texts.config,
      environment: { ...texts.environment, YARD_ATTEMPT: attemptId },
      ...workspaceOf(execution),
      leaseMs: this.leaseMs,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
  }
}

/** What kept steps left on disk is where those after them look for it. */
const workspaceOf = ({ view: { rerunOf, steps } }: Execution) =>
  rerunOf && steps.some(step => step.keptFrom) ? { workspaceOf: rerunOf.executionId } : {};
