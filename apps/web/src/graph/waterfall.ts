import { isFinal } from '@switchyard/contracts/statuses';
import type { AttemptView, ExecutionView, StepId, StepView } from '@switchyard/contracts';
import { beforeOf } from './order.js';

/** `waiting`: its turn has come, and people, a place or a retry keep it. `queued`: until a connector takes it. */
export type SpanKind = 'waiting' | 'queued' | 'running' | 'failed';

/** Times are milliseconds since 1970. */
export interface Span {
  kind: SpanKind;
  from: number;
  to: number;
  /** The attempt, from 1; absent while there is none. */
  n?: number;
}

export interface WaterfallRow {
  id: StepId;
  name: string;
  status: StepView['status'];
  spans: Span[];
  /** Had it been faster, the whole would have been. */
  isCritical: boolean;
}

export interface Waterfall {
  from: number;
  to: number;
  rows: WaterfallRow[];
  /** Of the execution, in milliseconds: how long it was queued, how long steps ran one after the other on the critical path. */
  totals: { waitingMs: number; queuedMs: number; runningMs: number };
}

/** @param now where what has not ended ends for now, in milliseconds. */
export const waterfallOf = (view: ExecutionView, now: number): Waterfall => {
  const from = Date.parse(view.createdAt);
  const order = new Order(view);
  const spans = new Map(view.steps.map(step => [step.id, spansOf(step, order.turnOf(step) ?? from, now)]));
  const critical = order.criticalPath();
  const onPath = [...critical].flatMap(id => spans.get(id) ?? []);
  const totalOf = (...kinds: SpanKind[]) =>
    onPath.reduce((sum, span) => sum + (kinds.includes(span.kind) ? span.to - span.from : 0), 0);
  const end = view.finishedAt === undefined ? now : Date.parse(view.finishedAt);
  const ends = [...spans.values()].flatMap(list => list.map(({ to }) => to));
  return {
    from,
    to: Math.max(end, from + 1, ...ends),
    rows: view.steps.map(({ id, name, status }) => ({
      id,
      name,
      status,
      spans: spans.get(id) ?? [],
      isCritical: critical.has(id),
    })),
    totals: { waitingMs: totalOf('waiting'), queuedMs: totalOf('queued'), runningMs: totalOf('running', 'failed') },
  };
};

const spansOf = (step: StepView, turn: number, now: number): Span[] => {
  const spans: Span[] = [];
  let free = turn;
  for (const attempt of step.attempts) {
    const queued = Date.parse(attempt.queuedAt);
    add(spans, { kind: 'waiting', from: free, to: queued });
    free = addAttempt(spans, attempt, queued, now);
  }
  // It waits for people, for a place or for its next try.
  const waits = step.status === 'waiting-approval' || (step.status === 'waiting' && step.attempts.length > 0);
  if (waits) add(spans, { kind: 'waiting', from: free, to: now });
  if (step.attempts.length === 0 && step.approval && step.finishedAt !== undefined)
    add(spans, { kind: 'waiting', from: free, to: Date.parse(step.finishedAt) });
  return spans;
};

/** @returns when it ended. */
const addAttempt = (spans: Span[], attempt: AttemptView, queued: number, now: number): number => {
  const { n, startedAt, finishedAt } = attempt;
  const end = finishedAt === undefined ? now : Date.parse(finishedAt);
  const start = startedAt === undefined ? end : Date.parse(startedAt);
  add(spans, { kind: 'queued', from: queued, to: start, n });
  const isBad = finishedAt !== undefined && attempt.failure !== undefined;
  if (startedAt !== undefined) add(spans, { kind: isBad ? 'failed' : 'running', from: start, to: end, n });
  return end;
};

/** Clocks of machines differ: what would end before it begins is left out. */
const add = (spans: Span[], span: Span): void => {
  if (span.to > span.from) spans.push(span);
};

/** What came before what. */
class Order {
  private readonly before: ReadonlyMap<StepId, StepView[]>;

  constructor(private readonly view: ExecutionView) {
    const byId = new Map(view.steps.map(step => [step.id, step]));
    const before = [...beforeOf(view)].map(([id, ids]) => [id, ids.flatMap(one => byId.get(one) ?? [])] as const);
    this.before = new Map(before);
  }

  /** When all before it had ended; undefined where there is nothing before it. */
  turnOf(step: StepView): number | undefined {
    const before = this.before.get(step.id) ?? [];
    if (before.length === 0) return undefined;
    const ends = before.map(({ finishedAt }) => Date.parse(finishedAt ?? step.attempts[0]?.queuedAt ?? ''));
    return Math.max(...ends.filter(end => !Number.isNaN(end)));
  }

  /** From what ended last, or runs longest, back by what ended last before it. */
  criticalPath(): Set<StepId> {
    const path = new Set<StepId>();
    let step = lastOf(this.view.steps.filter(one => one.attempts.length > 0 || one.approval !== undefined));
    while (step && !path.has(step.id)) {
      path.add(step.id);
      step = lastOf((this.before.get(step.id) ?? []).filter(({ keptFrom }) => keptFrom === undefined));
    }
    return path;
  }
}

/** What has not ended comes after all that has; of several such the one that began first holds up the rest longest. */
const lastOf = (steps: StepView[]): StepView | undefined => {
  const endOf = ({ status, finishedAt }: StepView) =>
    finishedAt === undefined || !isFinal(status) ? Number.POSITIVE_INFINITY : Date.parse(finishedAt);
  return steps.reduce<StepView | undefined>(
    (last, step) => (!last || endOf(step) > endOf(last) ? step : last),
    undefined,
  );
};

const roundSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

/** Round times for a scale, in milliseconds from its beginning: at most `most` of them. */
export const ticksOf = (lengthMs: number, most: number): number[] => {
  const seconds = lengthMs / 1_000;
  const fine = seconds < 2 ? [0.05, 0.1, 0.2, 0.5] : [];
  const step =
    [...fine, ...roundSteps].find(one => seconds / one <= most) ?? Math.ceil(seconds / most / 86_400) * 86_400;
  const ticks: number[] = [];
  for (let at = 0; at <= seconds; at += step) ticks.push(Math.round(at * 1_000));
  return ticks;
};
