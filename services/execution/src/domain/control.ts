import { isoTime } from '@switchyard/kernel';
import { change } from './change.js';
import { type CommandOf, type Decision, settled } from './commands.js';
import type { Execution } from './execution.js';
import type { Moment } from './moment.js';

/** Asking again changes nothing, but for the force that was not asked for at first. */
export const cancel = (
  before: Execution,
  { actor, reason, force, cause }: CommandOf<'cancel'>,
  moment: Moment,
): Decision => {
  const earlier = before.view.cancelling;
  if (earlier && (earlier.force || !force)) return settled(before);
  const data = { reason, actor, ...(force ? { force } : {}), ...(cause ? { cause } : {}) };
  return change(before, [{ type: 'execution.cancelling', data, at: isoTime(moment.now) }], moment);
};

export const pause = (before: Execution, { actor, reason }: CommandOf<'pause'>, moment: Moment): Decision => {
  if (before.view.paused) return settled(before);
  const data = { actor, ...(reason === undefined ? {} : { reason }) };
  return change(before, [{ type: 'execution.paused', data, at: isoTime(moment.now) }], moment);
};

export const resume = (before: Execution, { actor }: CommandOf<'resume'>, moment: Moment): Decision =>
  before.view.paused
    ? change(before, [{ type: 'execution.resumed', data: { actor }, at: isoTime(moment.now) }], moment)
    : settled(before);

export const admit = (before: Execution, moment: Moment): Decision => {
  const { group } = before.view;
  if (!group || group.admitted) return settled(before);
  const data = { group: group.name };
  return change(before, [{ type: 'execution.admitted', data, at: isoTime(moment.now) }], moment);
};
