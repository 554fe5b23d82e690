import { YardError } from '@switchyard/client';
import type { ExecutionId, StepId } from '@switchyard/contracts';
import { client } from '../../data/client.js';
import { freshKey } from '../../data/fresh-key.js';
import { say } from '../../shell/toasts.js';
import { sentence } from '../../ui/problem.js';
import type { Look } from './look.js';

/** Does it, and says what the platform says to it. */
export const deed = async <Answer>(act: () => Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof YardError)) throw error;
    say([error.message, ...error.suggestions].map(sentence).join(' '), 'bad');
    return undefined;
  }
};

/** Repeats what is looked at, and goes there. @param from a step; `all`; absent: what did not end well. */
export const repeat = async ({ view, place }: Look, from?: { step: StepId } | 'all'): Promise<void> => {
  const key = freshKey();
  const again = () => {
    if (from === 'all') return client.rerunAll(view.id, key);
    return client.rerun(view.id, from?.step, key);
  };
  const answer = await deed(again);
  if (!answer) return;
  say('The repetition has begun');
  place.go(place.to(`/executions/${answer.execution_id}`));
};

export const pause = (id: ExecutionId): Promise<unknown> => deed(() => client.pause(id));
export const resume = (id: ExecutionId): Promise<unknown> => deed(() => client.resume(id));
