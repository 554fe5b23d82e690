import {
  type AttemptId,
  type ClaimAttempt as Message,
  partsOfAttempt,
  type SealSecretsReply,
  type StepPlan,
} from '@switchyard/contracts';
import { never } from '@switchyard/kernel';
import type { Withheld } from '../domain/commands.js';
import { type Execution, stepPlanOf } from '../domain/execution.js';
import type { SecretKeeper } from './ports.js';

/** Neither, for a step that asks for no secrets. */
export type Given = { sealed?: undefined; withheld?: undefined } | { sealed: string; withheld?: undefined } | Refusal;
type Refusal = { withheld: Withheld; sealed?: undefined };

/** Gets what a step may read, sealed for the session that claims it; this service cannot read it. */
export class GiveSecrets {
  constructor(private readonly keeper: SecretKeeper) {}

  /** @throws Fault when nobody can be asked now */
  async for(execution: Execution | undefined, { attemptId, sealingKey }: Message): Promise<Given> {
    const step = stepOf(execution, attemptId);
    const names = [...new Set(Object.values(step?.secrets ?? {}))];
    if (!execution || !step || names.length === 0) return {};
    if (execution.view.trigger.fork === true) return withhold('policy', `${asksFor(names)}, and ${forForks}`);
    if (sealingKey === undefined)
      return withhold('platform', `${asksFor(names)}, and its connector is too old to be given any`);
    return this.sealed(execution, step, { attemptId, sealingKey });
  }

  private async sealed(
    { plan: { project, pipelineId } }: Execution,
    { secrets = {}, environmentName }: StepPlan,
    to: Pick<Required<Message>, 'attemptId' | 'sealingKey'>,
  ): Promise<Given> {
    const environment = environmentName === undefined ? {} : { environmentName };
    const reply = await this.keeper.seal({ project, pipelineId, ...environment, secrets, ...to });
    return reply.result === 'sealed' ? { sealed: reply.sealed } : refusalOf(reply, environmentName);
  }
}

const stepOf = (execution: Execution | undefined, attemptId: AttemptId): StepPlan | undefined => {
  const stepId = partsOfAttempt(attemptId)?.stepId;
  return execution && stepId && stepPlanOf(execution.plan, stepId);
};

const forForks = 'executions of pull requests from forks get none';

const asksFor = (names: string[]) => `the step asks for the ${listed(names)}`;

/** No more than these are named. */
const mostNamed = 5;
const listed = (names: string[]): string => {
  const more = names.length - mostNamed;
  const said = names.slice(0, mostNamed).join(', ');
  return `${names.length === 1 ? 'secret' : 'secrets'} ${said}${more > 0 ? ` and ${more} more` : ''}`;
};

const withhold = (failure: Withheld['failure'], reason: string): Refusal => ({ withheld: { failure, reason } });

const refusalOf = (
  reply: Exclude<SealSecretsReply, { result: 'sealed' }>,
  environmentName: string | undefined,
): Refusal => {
  const where = environmentName === undefined ? '' : `, its pipeline and the environment ${environmentName}`;
  switch (reply.result) {
    case 'missing':
      return withhold('user', `the project${where || ' and its pipeline'} have no ${listed(reply.names)}`);
    case 'too-large':
      return withhold('user', `the secrets of the step have ${reply.bytes} bytes, and ${reply.most} is the most`);
    case 'unreadable':
      return withhold(
        'platform',
        `the ${listed(reply.names)} cannot be opened: the key it was sealed with is not there`,
      );
    default:
      return never(reply);
  }
};
