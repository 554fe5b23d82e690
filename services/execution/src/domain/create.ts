import type { CreateExecution, ExecutionView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import { change } from './change.js';
import { type CommandOf, type Decision, refuse } from './commands.js';
import { viewOfPlan } from './created.js';
import { endedWell, type Execution, stepOf } from './execution.js';
import type { Moment } from './moment.js';
import { repeatedSteps, viewOfRerun } from './repeated.js';

export const create = ({ executionId: id, plan, trigger }: CreateExecution, moment: Moment): Decision =>
  born({ view: viewOfPlan({ id, plan, trigger, at: isoTime(moment.now) }), plan, claims: {} }, moment);

/** Everything that ended well stays as it was; the rest, and all that comes after it, runs again. */
export const rerun = ({ message, source }: CommandOf<'rerun'>, moment: Moment): Decision => {
  if (!source) return refuse('unknown-execution');
  if (!isFinal(source.view.status)) return refuse('not-ended');
  const { executionId: id, fromStep, actor } = message;
  if (fromStep !== undefined && !stepOf(source.view, fromStep)) return refuse('unknown-step');
  const repeated = repeatedBy(message, source);
  if (!repeated) return refuse('nothing-failed');
  const view = viewOfRerun(source, { id, ...repeated, actor, at: isoTime(moment.now) });
  return born({ view, plan: source.plan, claims: {} }, moment);
};

/** Undefined where nothing is left to repeat. */
const repeatedBy = ({ fromStep, all }: CommandOf<'rerun'>['message'], source: Execution) => {
  const { steps } = source.view;
  if (all) return { again: new Set(steps.map(step => step.id)), from: 'start' as const };
  if (fromStep === undefined && steps.every(endedWell)) return undefined;
  return { again: repeatedSteps(source, fromStep), from: fromStep ?? ('failed' as const) };
};

const born = (execution: Execution, moment: Moment): Decision => {
  const decision = change(execution, [], moment);
  if (!decision.ok) return decision;
  const first: ExecutionView = execution.view;
  return {
    ...decision,
    changes: [{ type: 'execution.created', data: { execution: first }, at: isoTime(moment.now) }, ...decision.changes],
  };
};
