import type { YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionSummary, ExecutionView } from '@switchyard/contracts';

/** Repetitions of an execution, the oldest first, with what they repeat. */
export type Relative = Pick<ExecutionSummary, 'id' | 'status' | 'createdAt' | 'startedAt' | 'finishedAt' | 'rerunOf'>;

const mostAbove = 20;
const mostBelow = 200;

type Api = Pick<YardClient, 'execution' | 'executions'>;

/** Everything it repeats, itself, and what repeats one of these. */
export const lineageOf = async (client: Api, view: ExecutionView): Promise<Relative[]> => {
  const above: Relative[] = [];
  for (let { rerunOf } = view; rerunOf && above.length < mostAbove;) {
    const before = await client.execution(rerunOf.executionId);
    above.unshift(before);
    rerunOf = before.rerunOf;
  }
  const family = new Map<ExecutionId, Relative>([...above, view].map(one => [one.id, one]));
  const [first] = family.keys();
  const { executions } = await client.executions({
    pipeline: view.pipelineId,
    ...(first === undefined ? {} : { after: first }),
    limit: mostBelow,
  });
  for (const one of executions.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
    if (one.rerunOf && family.has(one.rerunOf.executionId) && !family.has(one.id)) family.set(one.id, one);
  return [...family.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
};
