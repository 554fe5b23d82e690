import type { ExplainExecution as Query, ExplainReply } from '@switchyard/contracts';
import { stepOf } from '../domain/execution.js';
import { explainAll, explainStep } from '../domain/why.js';
import { Executions } from './ports.js';
import type { Survey } from './survey.js';

/** Says in one sentence each why things are as they are. */
export class ExplainExecution {
  constructor(
    private readonly executions: Executions,
    private readonly survey: Survey,
  ) {}

  async run({ executionId, stepId }: Query): Promise<ExplainReply> {
    const found = await this.executions.find(executionId);
    if (!found) return { result: 'missing', what: 'execution' };
    const { execution } = found;
    const around = await this.survey.around(execution);
    if (stepId === undefined) return { result: 'found', explanations: explainAll(execution, around) };
    const step = stepOf(execution.view, stepId);
    if (!step) return { result: 'missing', what: 'step' };
    const why = explainStep(execution, step, around) ?? { sentence: plainly[step.status] ?? step.status };
    return { result: 'found', explanations: [{ stepId, ...why }] };
  }
}

/** Of a step that needs no reason. */
const plainly: Record<string, string> = { running: 'it runs', success: 'it ended well' };
