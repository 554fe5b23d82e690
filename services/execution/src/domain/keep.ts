import type { ArtifactNote } from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import { attemptIn, heldBy } from './attempts.js';
import { change } from './change.js';
import { type CommandOf, type Decision, refuse, settled } from './commands.js';
import type { Execution } from './execution.js';
import type { Moment } from './moment.js';

/** Files of a running attempt are kept. Said again, as after a crash, it is the same; other files take the place. */
export const keep = (
  before: Execution,
  { attemptId, session, nonce, artifact }: CommandOf<'keep'>,
  moment: Moment,
): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  if (!heldBy(before, found, { session, nonce })) return refuse('other-session');
  if (found.attempt.artifacts?.some(one => isSame(one, artifact))) return settled(before);
  if (found.attempt.status !== 'running') return refuse('not-running');
  const data = { ...found.facts, artifact };
  return change(before, [{ type: 'artifact.kept', data, at: isoTime(moment.now) }], moment);
};

const isSame = (one: ArtifactNote, other: ArtifactNote): boolean => JSON.stringify(one) === JSON.stringify(other);
