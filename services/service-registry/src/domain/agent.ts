import type { AgentView, Heartbeat } from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';

/** A process that was heard of. */
export interface Agent {
  facts: Omit<Heartbeat, 'v'>;
  lastSeenAt: Millis;
}

/** Three beats of silence. */
export const silentAfterMs: Millis = 15_000;

export const viewOf = ({ facts, lastSeenAt }: Agent, now: Millis): AgentView => ({
  ...facts,
  lastSeenAt: isoTime(lastSeenAt),
  alive: now - lastSeenAt <= silentAfterMs,
});
