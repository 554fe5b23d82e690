import type { YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionView, StepView } from '@switchyard/contracts';
import { exit, Stop } from './exit.js';
import { plain } from './view/clean.js';

/** The execution a word names: its id, or `last` for the newest. */
export const executionNamed = async (client: YardClient, word: string): Promise<ExecutionId> => {
  if (word !== 'last') return word as ExecutionId;
  const [execution] = (await client.executions({ limit: 1 })).executions;
  if (execution) return execution.id;
  throw new Stop(exit.badInput, 'there are no executions yet', ['start one with: yard run FILE']);
};

/** More steps than this are not listed. */
const mostListed = 20;

/** The step of an execution that a word names: by its id, or by its name where that is the only one. */
export const stepNamed = ({ id, steps }: Pick<ExecutionView, 'id' | 'steps'>, word: string): StepView => {
  const called = steps.filter(step => step.name === word);
  const found = steps.find(step => step.id === word) ?? (called.length === 1 ? called[0] : undefined);
  if (found) return found;
  const ids = (called.length > 1 ? called : steps).map(step => step.id);
  const more = ids.length > mostListed ? `, and ${ids.length - mostListed} more` : '';
  throw new Stop(
    exit.badInput,
    called.length > 1 ? `${called.length} steps are called ${plain(word)}` : `${id} has no step ${plain(word)}`,
    [`it has: ${ids.slice(0, mostListed).join(', ')}${more}`],
  );
};
