import type { ExecutionId, OnFull } from '@switchyard/contracts';

/** One execution of a concurrency group that has not ended. */
export interface Member {
  id: ExecutionId;
  admitted: boolean;
  limit: number;
  onFull: OnFull;
}

export interface Admission {
  /** Who may run from now on, oldest first. */
  holders: ExecutionId[];
  /** Who makes way for a newer one, with that one. */
  superseded: { id: ExecutionId; by: ExecutionId }[];
}

/**
 * Who of a group may run: those that run already, and then those who wait, oldest first, as far as the limit of each
 * lets them. Where the newest asks for it, older ones make way; nothing else is ever dropped.
 * @param members by age, oldest first.
 * @param held those who were let in before, perhaps without knowing it yet.
 */
export const admit = (members: Member[], held: ExecutionId[]): Admission => {
  const holders = members.filter(({ id, admitted }) => admitted || held.includes(id)).map(one => one.id);
  for (const { id, limit } of members) {
    if (holders.includes(id)) continue;
    // In order: nobody overtakes the one at the head.
    if (holders.length >= limit) break;
    holders.push(id);
  }
  return { holders: holders.sort(), superseded: supersededIn(members) };
};

const supersededIn = (members: Member[]): Admission['superseded'] => {
  const newest = members.findLast(one => one.onFull === 'cancel-oldest');
  if (!newest) return [];
  const upTo = members.slice(0, members.indexOf(newest) + 1);
  return upTo.slice(0, Math.max(0, upTo.length - newest.limit)).map(({ id }) => ({ id, by: newest.id }));
};
