import type { YardClient } from '@switchyard/client';
import { type ExecutionId, type ExecutionView, isFinal, type YardEvent } from '@switchyard/contracts';
import { insist, type Load, type Run } from '../load.js';
import { samples } from '../pipelines.js';

/** Each accepted trigger has exactly one execution, also when it is sent again, and there is no other. */
export const oneExecutionPerTrigger = async (client: YardClient, load: Load): Promise<string[]> => {
  const violations: string[] = [];
  const known = await everyExecution(client);
  const wanted = new Set([...load.runs.map(run => run.id), ...load.besides]);
  for (const id of wanted) if (!known.includes(id)) violations.push(`${id} was accepted, and is not there`);
  for (const id of known) if (!wanted.has(id)) violations.push(`${id} is there, and nobody asked for it`);
  if (new Set(known).size !== known.length) violations.push('an execution is listed twice');
  if (wanted.size !== load.runs.length + load.besides.length) violations.push('two triggers have one execution');
  for (const run of load.runs) {
    const again = await load.repeat(run);
    if (again !== run.id) violations.push(`the trigger of ${run.id} sent again gave ${again}`);
  }
  return violations;
};

const everyExecution = async (client: YardClient): Promise<ExecutionId[]> => {
  const ids: ExecutionId[] = [];
  for (let before: ExecutionId | undefined; ;) {
    const page = await insist(() => client.executions({ limit: 100, ...(before ? { before } : {}) }));
    ids.push(...page.executions.map(one => one.id));
    before = page.executions.at(-1)?.id;
    if (!before || page.executions.length < 100) return ids;
  }
};

/** It has ended in time, as its pipeline says it must. */
export const endedAsItMust = ({ id, kind }: Run, view: ExecutionView | undefined): string[] => {
  if (!view || !isFinal(view.status)) return [`${id} (${kind}) has not ended in time`];
  const { ends } = samples[kind];
  return view.status === ends ? [] : [`${id} (${kind}) ended with ${view.status}, not ${ends}: ${view.reason}`];
};

/** The end is told once and last, each step ends once, and the revs have no gap. */
export const endsAreFinal = (view: ExecutionView, events: YardEvent[]): string[] => {
  const violations: string[] = [];
  const say = (what: string) => violations.push(`${view.id}: ${what}`);
  events.forEach((event, index) => {
    if (event.data.rev !== index + 1) say(`event ${index + 1} has rev ${event.data.rev}`);
  });
  if (view.rev !== events.length) say(`its rev is ${view.rev}, and there are ${events.length} events`);
  const ends = events.filter(event => event.type === 'execution.finished');
  if (ends.length !== 1) say(`it ended ${ends.length} times`);
  if (ends[0] !== events.at(-1)) say(`something came after its end: ${events.at(-1)?.type}`);
  if (ends[0]?.data.status !== view.status) say(`it is ${view.status}, and its end was ${ends[0]?.data.status}`);
  for (const step of view.steps) {
    const own = events.filter(event => 'stepId' in event.data && event.data.stepId === step.id);
    const finished = own.filter(event => event.type === 'step.finished' || event.type === 'step.skipped');
    if (finished.length !== 1 || finished[0] !== own.at(-1))
      say(`step ${step.id} has ${own.map(event => event.type).join(', ')}`);
    for (const { id } of step.attempts)
      for (const type of ['step.queued', 'step.started'] as const) {
        const count = own.filter(event => event.type === type && event.data.attemptId === id).length;
        if (count > 1) say(`${id} has ${count} of ${type}`);
      }
  }
  return violations;
};

/** Nothing about it has changed since it ended. */
export const unchanged = (then: ExecutionView, now: ExecutionView): string[] =>
  JSON.stringify(then) === JSON.stringify(now) ? [] : [`${then.id} has changed after its end`];
