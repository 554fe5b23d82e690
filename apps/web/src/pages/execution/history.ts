import type { ExecutionView, YardEvent } from '@switchyard/contracts';
import { changeOf, evolve } from '@switchyard/contracts/evolve';

/** Every so many events the whole state is kept, so that going back folds a few events only. */
const stride = 32;

/** An execution after each of its events. Events are added in order, as they are read or as they happen. */
export class History {
  private readonly list: YardEvent[] = [];
  /** The state after event number `stride * n`. */
  private readonly marks = new Map<number, ExecutionView>();

  /** Those that are the next ones; others are known already, or come too early. */
  add(events: readonly YardEvent[]): void {
    for (const event of events) if (event.data.rev === this.list.length + 1) this.list.push(event);
  }

  get events(): readonly YardEvent[] {
    return this.list;
  }

  /** The number of the last event. */
  get last(): number {
    return this.list.length;
  }

  /** The state after event number `rev`; undefined before the first, or after the last. */
  at(rev: number): ExecutionView | undefined {
    if (!Number.isInteger(rev) || rev < 1 || rev > this.last) return undefined;
    let from = Math.floor(rev / stride) * stride;
    while (from > 0 && !this.marks.has(from)) from -= stride;
    let view = this.marks.get(from);
    for (const event of this.list.slice(from, rev)) {
      view = evolve(view, changeOf(event));
      if (view.rev % stride === 0) this.marks.set(view.rev, view);
    }
    return view;
  }

  /** When event number `rev` happened: ISO 8601. */
  timeOf(rev: number): string | undefined {
    return this.list[rev - 1]?.time;
  }
}

/** Where a key takes the slider; undefined where it means nothing to it. */
export const movedBy = (key: string, at: number, last: number): number | undefined => {
  const far = Math.max(2, Math.round(last / 10));
  const moves: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - far,
    PageUp: at + far,
    Home: 1,
    End: last,
  };
  const to = moves[key];
  return to === undefined ? undefined : Math.min(Math.max(1, to), last);
};
