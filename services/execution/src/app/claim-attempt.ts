import {
  type AttemptId,
  type ClaimAttempt as Message,
  type ClaimReply,
  type Grant,
  partsOfAttempt,
  type StepPlan,
} from '@switchyard/contracts';
import { Clock, type Millis, reach } from '@switchyard/kernel';
import { runningAttempts } from '../domain/attempts.js';
import { timeoutFrom } from '../domain/deadlines.js';
import { type Execution, stepPlanOf, stepPlansOf } from '../domain/execution.js';
import { grantedTexts } from '../domain/granted.js';
import { type Travel, travelOf } from '../domain/travel.js';
import type { Crowds } from './crowds.js';
import type { ExecutionWriter } from './execution-writer.js';
import type { GiveSecrets } from './give-secrets.js';

/** Gives the right to run an attempt to the first session that asks, with all it needs to run it. */
export class ClaimAttempt {
  constructor(
    private readonly writer: ExecutionWriter,
    private readonly secrets: GiveSecrets,
    private readonly clock: Clock,
    private readonly leaseMs: Millis,
    private readonly crowds: Crowds,
  ) {}

  async run(message: Message): Promise<ClaimReply> {
    const { attemptId, session, nonce } = message;
    reach('execution.claim.begin');
    const parts = partsOfAttempt(attemptId);
    if (!parts) return { result: 'refused', reason: 'unknown-attempt' };
    // Before the commit: while nobody can be asked, the attempt stays in line.
    const { withheld, sealed } = await this.secrets.for(await this.writer.known(parts.executionId), message);
    const command = { type: 'claim' as const, attemptId, session, nonce, ...(withheld ? { withheld } : {}) };
    const decision = await this.writer.submit(parts.executionId, command);
    reach('execution.claim.afterCommit');
    if (!decision.ok) return { result: 'refused', reason: decision.reason };
    // What it asks for could not be given, so it has ended without anybody running it.
    if (!runningAttempts(decision.next).some(one => one.attemptId === attemptId))
      return { result: 'refused', reason: 'not-running' };
    const grant = await this.grantOf(decision.next, attemptId);
    const whole = grant && { ...grant, ...(sealed === undefined ? {} : { sealedSecrets: sealed }) };
    return whole ? { result: 'granted', grant: whole } : { result: 'refused', reason: 'unknown-attempt' };
  }

  private async grantOf(execution: Execution, attemptId: AttemptId): Promise<Grant | undefined> {
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
      ...materialOf(plan),
      ...(await this.travelOf(execution, plan)),
      ...(execution.view.trigger.fork === true ? { untrusted: true } : {}),
      leaseMs: this.leaseMs,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    };
  }

  private async travelOf(execution: Execution, { id, connector, pool, workspace }: StepPlan): Promise<Travel> {
    if (workspace === 'own' || isLone(execution)) return {};
    return travelOf(execution, id, await this.crowds.isAlone(connector, pool));
  }
}

/** Nobody else can want what a lone step leaves. */
const isLone = ({ plan }: Execution): boolean => stepPlansOf(plan).size === 1;

/** What lies around the step. */
const materialOf = (plan: StepPlan): Partial<Grant> => {
  const { services, artifacts, caches, memo, ports, secrets, source, workspace } = plan;
  return {
    ...(services ? { services } : {}),
    ...(artifacts ? { artifacts } : {}),
    ...(caches ? { caches } : {}),
    ...(memo ? { memo } : {}),
    ...(ports ? { ports } : {}),
    ...(secrets ? { secretNames: Object.keys(secrets) } : {}),
    ...(source ? { source } : {}),
    ...(workspace ? { workspace } : {}),
  };
};

/** What kept steps left on disk is where those after them look for it. */
const workspaceOf = ({ view: { rerunOf, steps } }: Execution) =>
  rerunOf && steps.some(step => step.keptFrom) ? { workspaceOf: rerunOf.executionId } : {};
