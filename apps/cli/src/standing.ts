import type { YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionSummary, ExecutionView, StepView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import { plain } from './view/clean.js';
import { type Shown, shownOf } from './view/status.js';

/** Where an execution stands: what its status alone would hide, and why. */
export interface Standing {
  shown: Shown;
  why: string;
}

/** Each is a question to the platform; the newest count. */
const mostAsked = 20;

/** The standing of each execution of a list. */
export const standings = async (
  client: YardClient,
  executions: readonly ExecutionSummary[],
): Promise<ReadonlyMap<ExecutionId, Standing>> => {
  const open = executions.filter(({ status }) => !isFinal(status)).slice(0, mostAsked);
  const views = await Promise.all(open.map(({ id }) => client.execution(id)));
  const found = new Map(executions.map(one => [one.id, { shown: one.status as Shown, why: plain(one.reason ?? '') }]));
  for (const view of views) found.set(view.id, standingOf(view));
  return found;
};

export const standingOf = (view: ExecutionView): Standing => {
  const { status, reason = '', paused, steps } = view;
  if (isFinal(status) || view.cancelling) return { shown: status, why: plain(reason) };
  if (paused) return { shown: 'paused', why: plain(reason) };
  const shown = (['unreachable', 'waiting-approval'] as const).find(one => steps.some(step => shownOf(step) === one));
  const why = steps.filter(step => shownOf(step) === shown).map(sentenceOf);
  return shown ? { shown, why: why.join('; ') } : { shown: status, why: plain(reason) };
};

const sentenceOf = ({ name, reason = '' }: StepView): string => plain(reason === '' ? name : `${name}: ${reason}`);
