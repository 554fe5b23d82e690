import {
  type AttemptId,
  type ConnectorType,
  type ExecutionId,
  type Pool,
  type SessionId,
  type YardEvent,
} from '@switchyard/contracts';
import { runningAttempts } from './decide.js';
import type { Execution } from './execution.js';
import { isKeptToLookAt } from './workspace.js';

/** What the outside is told after a commit. Each may be lost: beats and the sweep say it again. */
export type Effect =
  | { kind: 'ring'; attemptId: AttemptId; connector: ConnectorType; pool: Pool }
  | { kind: 'cancel'; attemptId: AttemptId; connector: ConnectorType; session: SessionId }
  | { kind: 'release'; executionId: ExecutionId; connector: ConnectorType; session: SessionId };

export const effectsOf = (events: YardEvent[], after: Execution): Effect[] =>
  events.flatMap(event => effectsOfOne(event, after));

const effectsOfOne = (event: YardEvent, after: Execution): Effect[] => {
  switch (event.type) {
    case 'step.queued': {
      const { attemptId, connector, pool } = event.data;
      return [{ kind: 'ring', attemptId, connector, pool }];
    }
    case 'execution.cancelling':
      return cancelsOf(after);
    case 'execution.finished':
      return isKeptToLookAt(after.view.status) ? [] : releasesOf(after);
    default:
      return [];
  }
};

export const cancelsOf = (execution: Execution): Effect[] =>
  runningAttempts(execution).map(({ attemptId, session, step }) => ({
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
      if (held) told.set(held.session, step.connector);
    }
  return [...told].map(([session, connector]) => ({ kind: 'release', executionId: view.id, session, connector }));
};
