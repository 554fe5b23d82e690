import { type Group, rounded } from '../figures.js';

/** What a figure is held against: nothing, a peer, the best of the peers, or another figure of our own. */
type Than = { kind: 'nothing' } | { kind: 'best' } | { kind: 'peer'; peer: string } | { kind: 'own'; key: string };

export interface Goal {
  text: string;
  key: string;
  path: string;
  than: Than;
  /** Of the ratio, or of the figure itself where it is held against nothing. */
  bound: number;
  better: 'less' | 'more';
}

/** What was measured in one sitting, whose figures may be compared. */
export interface Sitting {
  name: string;
  groups: readonly Group[];
}

export interface Verdict {
  goal: Goal;
  /** Which of ours. */
  mode: string;
  sitting: string;
  mine: number;
  /** Undefined where there is nothing to hold it against. */
  theirs?: { peer: string; value: number };
  ratio: number;
  isMet: boolean;
  /** Parts of the bound, 0 where it is met. */
  missedBy: number;
}

export const floors = ['sh', 'make', 'nats-floor'];
export const modes = ['switchyard', 'switchyard-processes'];
/** `switchyard-before` is ours too, as it was before a change. */
const isPeer = (name: string) => !floors.includes(name) && !name.startsWith('switchyard');

const floor: Than = { kind: 'peer', peer: 'nats-floor' };
const buildbot: Than = { kind: 'peer', peer: 'buildbot' };
const best: Than = { kind: 'best' };
const nothing: Than = { kind: 'nothing' };
const own = (key: string): Than => ({ kind: 'own', key });

const goalWhere =
  (better: Goal['better']) =>
  (text: string, key: string, path: string, bound: number, than: Than): Goal => ({
    ...{ text, key, path, bound, than, better },
  });
const [atMost, atLeast] = [goalWhere('less'), goalWhere('more')];

const afterMore = (text: string, path: string): Goal[] =>
  [1_000, 10_000, 100_000].map(count =>
    atMost(
      `${text} with ${count.toLocaleString('en')} stored, to 100`,
      `growth stored@${count}`,
      path,
      1.1,
      own('growth stored@100'),
    ),
  );

export const goals: readonly Goal[] = [
  atMost('W1 finished, p50', 'W1', 'finished_ms.p50', 0.65, best),
  atMost('W1 finished, p50', 'W1', 'finished_ms.p50', 1.25, floor),
  atMost('W1 first line, p50', 'W1', 'firstLine_ms.p50', 0.55, best),
  atLeast('W2 executions per second', 'W2', 'per_s', 2, best),
  atLeast('W2 executions per second', 'W2', 'per_s', 0.85, floor),
  atMost('W3 overhead', 'W3', 'overhead_ms', 0.45, best),
  atMost('W3 overhead', 'W3', 'overhead_ms', 1.25, floor),
  atMost('W4 finished and read', 'W4', 'finishedAndRead_s', 1, best),
  atMost('W4 tail, p95', 'W4tail', 'delay_ms.p95', 1, floor),
  atMost('W5 list of 10,000, p50', 'W5list@10000', 'list50_ms.p50', 0.3, best),
  atMost('W5 list of 10,000, to a few', 'W5list@10000', 'list50_ms.p50', 1.3, own('W5small')),
  atMost('W1 with 10,000 stored, to W1', 'W5w1@10000', 'finished_ms.p50', 1.05, own('W1')),
  atMost('W6 idle memory', 'W6', 'idleRssMiB', 1, buildbot),
  atMost('W6 cold start, p50', 'W6', 'coldStart_ms.p50', 0.35, buildbot),
  atMost('W6 idle processor, percent', 'W6', 'idleCpu_pct', 0.6, nothing),
  atLeast('10,000 queued: accepted per second', 'growth queued@10000', 'accepted_per_s', 200, nothing),
  atMost('10,000 queued: list, p95 in ms', 'growth queued@10000', 'list50_ms.p95', 200, nothing),
  atMost('10,000 queued: memory after to before', 'growth queued@10000', 'afterMiB', 1.25, own('growth queued@10000')),
  ...afterMore('milliseconds of an execution', 'finished_ms.p50'),
  ...afterMore('writes of an execution', 'writes'),
];

/** Memory is held against what it was before. */
const ownPath = ({ path }: Goal) => (path === 'afterMiB' ? 'beforeMiB' : path);

const valueOf = (groups: readonly Group[], peer: string, key: string, path: string) =>
  groups.find(group => group.peer === peer && group.key === key)?.figures.get(path);

type Theirs = { peer: string; value: number };

const bestOf = (values: Theirs[], better: Goal['better']): Theirs | undefined =>
  values.sort((a, b) => (better === 'less' ? a.value - b.value : b.value - a.value))[0];

const theirsOf = (goal: Goal, mode: string, groups: readonly Group[]): Theirs | undefined => {
  const { than, key, path, better } = goal;
  const of = (peer: string, where = key, what = path): Theirs[] => {
    const value = valueOf(groups, peer, where, what);
    return value === undefined ? [] : [{ peer, value }];
  };
  switch (than.kind) {
    case 'nothing':
      return undefined;
    case 'peer':
      return of(than.peer)[0];
    case 'own':
      return of(mode, than.key, ownPath(goal))[0];
    case 'best': {
      const peers = [...new Set(groups.map(({ peer }) => peer))].filter(isPeer);
      return bestOf(
        peers.flatMap(peer => of(peer)),
        better,
      );
    }
  }
};

/** Undefined where this sitting did not measure all that the goal needs. */
export const judge = (goal: Goal, mode: string, { name, groups }: Sitting): Verdict | undefined => {
  const mine = valueOf(groups, mode, goal.key, goal.path);
  const theirs = theirsOf(goal, mode, groups);
  if (mine === undefined || (goal.than.kind !== 'nothing' && !theirs)) return undefined;
  const ratio = theirs ? mine / theirs.value : mine;
  const isMet = goal.better === 'less' ? ratio <= goal.bound : ratio >= goal.bound;
  const missedBy = isMet ? 0 : goal.better === 'less' ? ratio / goal.bound - 1 : 1 - ratio / goal.bound;
  return {
    ...{ goal, mode, sitting: name, mine, isMet },
    ...(theirs ? { theirs } : {}),
    ratio: rounded(ratio),
    missedBy: rounded(missedBy),
  };
};

/** Each goal by the newest sitting that measured it. @param sittings the newest last. */
export const verdictsOf = (sittings: readonly Sitting[]): Verdict[] =>
  goals.flatMap(goal =>
    modes.flatMap(mode => {
      const judged = sittings.flatMap(sitting => judge(goal, mode, sitting) ?? []);
      return judged.slice(-1);
    }),
  );
