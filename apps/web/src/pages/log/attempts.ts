import type { AttemptId, ExecutionView } from '@switchyard/contracts';

type Step = ExecutionView['steps'][number];

export interface AttemptChoice {
  id: AttemptId;
  /** Of its step. */
  name: string;
  stepStatus: Step['status'];
  status: Step['attempts'][number]['status'];
  n: number;
  /** Attempts of its step. */
  of: number;
}

/** Every attempt of an execution, in the order of its steps. */
export const attemptsIn = ({ steps }: Pick<ExecutionView, 'steps'>): AttemptChoice[] =>
  steps.flatMap(({ name, status: stepStatus, attempts }) =>
    attempts.map(({ id, n, status }) => ({ id, name, stepStatus, status, n, of: attempts.length })),
  );

/** More may be written: it waits, or runs. */
export const isWritten = ({ status }: AttemptChoice): boolean => status === 'queued' || status === 'running';

/** What most come for: what went wrong, else what runs, else what came last. */
export const usualAttempt = (choices: readonly AttemptChoice[]): AttemptChoice | undefined =>
  choices.findLast(one => one.stepStatus === 'failed' || one.stepStatus === 'timeout') ??
  choices.find(isWritten) ??
  choices.at(-1);
