import type { AttemptId, ExecutionStatus, StepId, StreamFrame, YardEvent } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';

/** A frame of the live view, and when it happened. */
export interface Moment {
  at: Millis;
  frame: StreamFrame;
}

/** Times of so many lines, evenly between the start and the end of what wrote them. */
export const spread = (count: number, from: Millis, to: Millis): Millis[] =>
  Array.from({ length: count }, (_, index) => from + ((to - from) * (index + 1)) / (count + 1));

/** Lines with their ends; the last one may have none. */
export const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

interface Happened {
  at: Millis;
  event: YardEvent;
}

/**
 * An execution as its reader saw it live, from its events in order: times never go back, and the output of an attempt
 * comes between its start and its end.
 * @param outputOf is asked when an attempt starts: what has ended is not kept in memory.
 */
export async function* momentsOf(
  events: readonly YardEvent[],
  outputOf: (attempt: AttemptId) => Promise<string>,
): AsyncGenerator<Moment> {
  const happened = inTime(events);
  const last = happened.at(-1)?.at ?? 0;
  const ends = endsOf(happened);
  const outputs = new Outputs();
  let status: ExecutionStatus = 'running';
  for (const { at, event } of happened) {
    yield* outputs.until(at);
    yield { at, frame: frameOf(event) };
    if (event.type === 'execution.finished') ({ status } = event.data);
    if (event.type !== 'step.started') continue;
    const { attemptId, stepId } = event.data;
    const lines = linesOf(await outputOf(attemptId));
    outputs.add({ attemptId, stepId, lines, times: spread(lines.length, at, ends.get(attemptId) ?? last), next: 0 });
  }
  yield* outputs.until(last);
  yield { at: last, frame: { event: 'end', data: { status } } };
}

const frameOf = (event: YardEvent): StreamFrame =>
  event.type === 'execution.created'
    ? { event: 'execution', data: event.data.execution }
    : { event: 'event', data: event };

/** Each writes with its own clock. */
const inTime = (events: readonly YardEvent[]): Happened[] => {
  let at: Millis = -Infinity;
  return events.map(event => {
    at = Math.max(at, Date.parse(event.time));
    return { at, event };
  });
};

const endsOf = (happened: readonly Happened[]): ReadonlyMap<AttemptId, Millis> => {
  const ends = new Map<AttemptId, Millis>();
  for (const { at, event } of happened)
    if (event.type === 'step.finished' || event.type === 'step.retrying') ends.set(event.data.attemptId, at);
  return ends;
};

interface Output {
  attemptId: AttemptId;
  stepId: StepId;
  lines: string[];
  times: Millis[];
  /** The line that comes next. */
  next: number;
}

/** What running attempts will have written. */
class Outputs {
  private readonly open = new Set<Output>();

  add(output: Output): void {
    if (output.lines.length > 0) this.open.add(output);
  }

  /** The lines up to a moment, by time. */
  *until(at: Millis): Generator<Moment> {
    for (let soonest = this.soonest(); soonest && timeOf(soonest) <= at; soonest = this.soonest()) {
      const { attemptId, stepId, lines, next } = soonest;
      const text = lines[next] ?? '';
      const data = { attemptId, stepId, offset: 0, length: Buffer.byteLength(text), text };
      yield { at: timeOf(soonest), frame: { event: 'log', data } };
      soonest.next += 1;
      if (soonest.next === lines.length) this.open.delete(soonest);
    }
  }

  private soonest(): Output | undefined {
    let found: Output | undefined;
    for (const output of this.open) if (!found || timeOf(output) < timeOf(found)) found = output;
    return found;
  }
}

const timeOf = ({ times, next }: Output): Millis => times[next] ?? Infinity;
