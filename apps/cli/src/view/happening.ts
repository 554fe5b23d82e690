import {
  type EventData,
  type ExecutionStatus,
  type ExecutionView,
  type StepId,
  type StepView,
  type YardEvent,
} from '@switchyard/contracts';
import { approvalWords, reviewWords } from './approval.js';
import { plain } from './clean.js';
import { duration } from './duration.js';
import { markOf, type Shown, shownOf } from './status.js';

/** A line of the live view, of a step or of the execution as a whole. */
export interface Said {
  stepId?: StepId;
  shown: Shown;
  text: string;
}

/** What is told of an execution when its reader meets it: what its later events will not say. */
export const beginning = (execution: ExecutionView): Said[] => {
  const { rerunOf, steps } = execution;
  return [
    ...(rerunOf ? [{ shown: 'kept' as const, text: repeatWords(rerunOf) }] : []),
    ...heldUp(execution),
    ...steps.flatMap(step => standing(step)),
  ];
};

/** Such as `↻ repeats 01j… from step deploy`. */
const repeatWords = ({ executionId, from }: NonNullable<ExecutionView['rerunOf']>): string => {
  const place = from === 'failed' ? 'what did not end well' : from === 'start' ? 'the start' : `step ${from}`;
  return `↻ repeats ${executionId} from ${place}`;
};

const open: readonly ExecutionStatus[] = ['pending', 'running'];

const heldUp = ({ status, paused, group, reason }: ExecutionView): Said[] => {
  if (!open.includes(status)) return [];
  if (paused) return [{ shown: 'paused', text: pausedWords(paused) }];
  const waits = group && !group.admitted && reason !== undefined;
  return waits ? [{ shown: 'pending', text: `${markOf('pending')} ${plain(reason)}` }] : [];
};

const standing = (step: StepView): Said[] => {
  const shown = shownOf(step);
  const say = (text: string) => [{ stepId: step.id, shown, text: `${markOf(shown)} ${text}` }];
  if (shown === 'kept') return say(`kept from ${plain(step.keptFrom ?? '')}`);
  if (shown === 'waiting-approval' && step.approval) return say(approvalWords(step.approval));
  return shown === 'unreachable' ? say(plain(step.reason ?? 'its connector is silent')) : [];
};

const pausedWords = ({ actor, reason }: EventData['execution.paused']): string =>
  `${markOf('paused')} paused by ${plain(actor)}${reason ? `: ${plain(reason)}` : ''}`;

/** What the live view tells of an event; undefined where the output itself says enough. */
export const happening = (event: YardEvent, mayFail: (stepId: StepId) => boolean): Said | undefined => {
  switch (event.type) {
    case 'execution.paused':
      return { shown: 'paused', text: pausedWords(event.data) };
    case 'execution.resumed':
      return { shown: 'running', text: `${markOf('running')} resumed by ${plain(event.data.actor)}` };
    case 'execution.cancelling':
      return { shown: 'cancelled', text: `${markOf('cancelled')} stopping: ${plain(event.data.reason)}` };
    default:
      return 'stepId' in event.data ? happeningTo(event as StepEvent, mayFail) : undefined;
  }
};

type StepEvent = Extract<YardEvent, { data: { stepId: StepId } }>;

const happeningTo = (event: StepEvent, mayFail: (stepId: StepId) => boolean): Said | undefined => {
  const { stepId } = event.data;
  switch (event.type) {
    case 'step.held':
      return { stepId, shown: 'waiting-approval', text: `${markOf('waiting-approval')} ${approvalWords(event.data)}` };
    case 'step.reviewed': {
      const shown = event.data.verdict === 'approve' ? 'success' : 'failed';
      return { stepId, shown, text: `${markOf(shown)} ${reviewWords(event.data)}` };
    }
    case 'step.started':
      return { stepId, shown: 'queued', text: `${markOf('running')} started` };
    case 'step.stopping':
      return { stepId, shown: 'cancelled', text: `${markOf('cancelled')} stopping: ${plain(event.data.reason)}` };
    case 'step.retrying':
      return { stepId, shown: 'allowed', text: againWords(event.data) };
    case 'step.finished':
      return end(event.data, mayFail(stepId));
    case 'step.skipped': {
      const { status, reason } = event.data;
      const shown = shownOf({ status, continueOnError: mayFail(stepId) });
      return { stepId, shown, text: `${markOf(shown)} ${status}: ${plain(reason)}` };
    }
    default:
      return undefined;
  }
};

const againWords = ({ reason = 'it failed', n, movedTo }: EventData['step.retrying']): string =>
  `↻ ${plain(reason)}; attempt ${n + 1} follows${movedTo ? ` on ${movedTo}` : ''}`;

const end = (
  { stepId, status, reason, cached = false, startedAt, finishedAt }: EventData['step.finished'],
  continueOnError: boolean,
): Said => {
  const shown = shownOf({ status, continueOnError, cached });
  const took = startedAt && finishedAt ? `(${duration(Date.parse(finishedAt) - Date.parse(startedAt))})` : '';
  const allowed = shown === 'allowed' ? 'the pipeline allows it' : '';
  const what = [reason ? plain(reason) : shown === 'cached' ? 'success, cached' : status, allowed]
    .filter(Boolean)
    .join('; ');
  return { stepId, shown, text: [markOf(shown), what, took].filter(Boolean).join(' ') };
};
