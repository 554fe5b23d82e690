import type { PortNote } from '@switchyard/contracts';
import { isoTime } from '@switchyard/kernel';
import { attemptIn, heldBy } from './attempts.js';
import { change } from './change.js';
import { type CommandOf, type Decision, refuse, settled } from './commands.js';
import type { Execution } from './execution.js';
import type { Moment } from './moment.js';

/** Ports of a running attempt are reached there. Said again, as after a restart of its connector, it is the same. */
export const publish = (
  before: Execution,
  { attemptId, session, nonce, ports }: CommandOf<'publish'>,
  moment: Moment,
): Decision => {
  const found = attemptIn(before.view, attemptId);
  if (!found) return refuse('unknown-attempt');
  if (!heldBy(before, found, { session, nonce })) return refuse('other-session');
  if (found.attempt.status !== 'running') return refuse('not-running');
  if (isSame(found.attempt.ports ?? [], ports)) return settled(before);
  return change(before, [{ type: 'step.published', data: { ...found.facts, ports }, at: isoTime(moment.now) }], moment);
};

const isSame = (some: readonly PortNote[], others: readonly PortNote[]): boolean =>
  some.length === others.length &&
  some.every(({ name, address, port, host }, index) => {
    const other = others[index];
    return other?.name === name && other.address === address && other.port === port && other.host === host;
  });
