import {
  type AttemptId,
  type AttemptView,
  type ConnectorType,
  type ExecutionId,
  type Pool,
  type ProjectId,
  type SessionId,
  type StepId,
  type YardEvent,
} from '@switchyard/contracts';
import { runningAttempts } from './attempts.js';
import { type Execution, isCancelled, lastAttempt, stepOf } from './execution.js';
import { nextConnector } from './fallbacks.js';
import { isKeptToLookAt } from './workspace.js';

/** What the outside is told after a commit. Each may be lost: beats and the sweep say it again. */
export type Effect =
  | {
      kind: 'ring';
      attemptId: AttemptId;
      project: ProjectId;
      connector: ConnectorType;
      pool: Pool;
      /** Which ring it is: the same one twice is rung once. */
      ring: string;
      /** It goes on elsewhere if nobody is there. */
      movable?: true;
    }
  | { kind: 'cancel'; attemptId: AttemptId; connector: ConnectorType; session: SessionId }
  | { kind: 'release'; executionId: ExecutionId; connector: ConnectorType; session: SessionId };

export const effectsOf = (events: YardEvent[], after: Execution): Effect[] =>
  events.flatMap(event => effectsOfOne(event, after));

const effectsOfOne = (event: YardEvent, after: Execution): Effect[] => {
  switch (event.type) {
    case 'step.queued': {
      const { stepId, attemptId, connector, pool, project } = event.data;
      return [{ kind: 'ring', attemptId, project, connector, pool, ring: '0', ...movable(after, stepId) }];
    }
    case 'execution.resumed':
      return ringsOf(after, () => `resumed-${event.data.rev}`);
    case 'execution.cancelling':
      return cancelsOf(after);
    case 'step.stopping': {
      const { attemptId } = event.data;
      return cancelsOf(after).filter(effect => effect.attemptId === attemptId);
    }
    case 'execution.finished':
      return isKeptToLookAt(after.view.status) ? [] : releasesOf(after);
    default:
      return [];
  }
};

/** A bell for each attempt that waits for a worker, where `nameOf` gives the ring a name. */
export const ringsOf = (
  execution: Execution,
  nameOf: (attempt: AttemptView) => string | undefined,
): Extract<Effect, { kind: 'ring' }>[] =>
  execution.view.steps.flatMap(step => {
    const attempt = lastAttempt(step);
    if (step.status !== 'queued' || attempt?.status !== 'queued') return [];
    const { connector, pool } = step;
    const ring = nameOf(attempt);
    if (ring === undefined) return [];
    const { project } = execution.view;
    const rest = { project, connector, pool, ring, ...movable(execution, step.id) };
    return [{ kind: 'ring' as const, attemptId: attempt.id, ...rest }];
  });

const movable = (execution: Execution, id: StepId): { movable?: true } => {
  const step = stepOf(execution.view, id);
  return step && nextConnector(execution, step) ? { movable: true } : {};
};

/** What runs and must end. */
export const cancelsOf = (execution: Execution): Extract<Effect, { kind: 'cancel' }>[] =>
  runningAttempts(execution)
    .filter(({ step }) => isCancelled(execution.view, step))
    .map(({ attemptId, session, step }) => ({
      kind: 'cancel',
      attemptId,
      session,
      connector: step.connector,
    }));

const releasesOf = ({ view, claims }: Execution): Effect[] => {
  const told = new Map<SessionId, ConnectorType>();
  for (const step of view.steps)
    for (const attempt of step.attempts) {
      const held = claims[attempt.id];
      if (held) told.set(held.session, attempt.connector ?? step.connector);
    }
  return [...told].map(([session, connector]) => ({ kind: 'release', executionId: view.id, session, connector }));
};
