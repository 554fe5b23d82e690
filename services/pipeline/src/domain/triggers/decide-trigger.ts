import { decideEnd } from './decide-end.js';
import { decideWebhook } from './decide-webhook.js';
import type { TriggerEvent } from './event.js';
import { scheduleIdOf } from './schedule-id.js';
import type { Subject, Verdict } from './verdict.js';

/** Every rule about what starts a pipeline. Pure. */
export const decideTrigger = (subject: Subject, event: TriggerEvent): Verdict => {
  switch (event.kind) {
    case 'manual': {
      const { kind: _, ...facts } = event;
      return { run: true, facts: { type: 'manual', ...facts, at: subject.at }, inputs: {} };
    }
    case 'webhook':
      return decideWebhook(subject, event.event);
    case 'schedule':
      return decideSchedule(subject, event);
    case 'end':
      return decideEnd(subject, event.end);
  }
};

const decideSchedule = (
  { pipelineId, model, at }: Subject,
  { schedule, tick }: TriggerEvent & { kind: 'schedule' },
): Verdict => {
  const standing = model.triggers.find(one => one.type === 'schedule' && scheduleIdOf(pipelineId, one) === schedule);
  if (standing?.type !== 'schedule') return { run: false, reason: `${model.name} has no such schedule any more` };
  const { branch, cron, timeZone, inputs } = standing;
  const actor = `schedule ${cron} (${timeZone})`.slice(0, 200);
  const facts = { type: 'schedule' as const, ...(branch === undefined ? {} : { branch }), tick, actor, at };
  return { run: true, facts, inputs };
};
