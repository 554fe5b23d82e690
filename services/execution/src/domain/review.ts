import { isoTime } from '@switchyard/kernel';
import { change } from './change.js';
import { type CommandOf, type Decision, refuse, settled } from './commands.js';
import { type Execution, stepOf } from './execution.js';
import type { Moment } from './moment.js';

/** One person has one word on a step: the first. */
export const review = (before: Execution, command: CommandOf<'review'>, moment: Moment): Decision => {
  const { stepId, actor, verdict, comment } = command;
  const step = stepOf(before.view, stepId);
  if (!step) return refuse('unknown-step');
  const { approval } = step;
  if (approval?.reviews.some(one => one.actor === actor)) return settled(before);
  if (!approval || step.status !== 'waiting-approval') return refuse('not-held');
  if (approval.by.length > 0 && !approval.by.includes(actor)) return refuse('not-allowed');
  const data = { stepId, actor, verdict, ...(comment === undefined ? {} : { comment }) };
  return change(before, [{ type: 'step.reviewed', data, at: isoTime(moment.now) }], moment);
};
