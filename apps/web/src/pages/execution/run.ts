import { YardError, type YardClient } from '@switchyard/client';
import type { ExecutionId, ExecutionView, StepView, StreamFrame, YardEvent } from '@switchyard/contracts';
import { changeOf, evolve } from '@switchyard/contracts/evolve';
import { isFinal } from '@switchyard/contracts/statuses';
import { sleep } from '@switchyard/kernel';
import { batch, signal } from '@preact/signals';
import { History } from './history.js';
import { type Reasons, reasonsOf } from './view-model.js';

/** Many events in a moment are drawn once. */
const drawnMs = 50;
/** Reasons are asked for when something has happened: a moment later, and at most so often. */
const settledMs = 150;
const askedMs = 1_000;
const pageOfEvents = 1_000;

/** One execution as it happens. All it tells are signals. */
export class Run {
  readonly live = signal<ExecutionView | undefined>(undefined);
  readonly reasons = signal<Reasons>(new Map());
  /** The platform does not answer; it is tried again. */
  readonly isAway = signal(false);
  /** Why nothing can be shown, whatever is tried. */
  readonly trouble = signal<YardError | undefined>(undefined);
  readonly history = new History();
  /** The number of the last event in `history`. */
  readonly known = signal(0);
  /** Why the events could not be read. */
  readonly historyTrouble = signal<YardError | undefined>(undefined);

  private readonly stop = new AbortController();
  private next: ExecutionView | undefined;
  private drawing: ReturnType<typeof setTimeout> | undefined;
  private isStale = false;
  private isExplaining = false;
  private reading: Promise<void> | undefined;

  constructor(
    private readonly client: Pick<YardClient, 'follow' | 'why' | 'events'>,
    readonly id: ExecutionId,
  ) {}

  /** To its end, or until it is closed. */
  async follow(): Promise<void> {
    const frames = this.client.follow(this.id, {
      signal: this.stop.signal,
      onLost: () => (this.isAway.value = true),
      onOpen: () => (this.isAway.value = false),
    });
    try {
      for await (const frame of frames) this.take(frame);
    } catch (error) {
      if (!(error instanceof YardError)) throw error;
      this.trouble.value = error;
    }
  }

  close(): void {
    this.stop.abort();
    clearTimeout(this.drawing);
  }

  /** Reads every event there is, once; those that follow are told by the stream. */
  loadHistory(): Promise<void> {
    this.reading ??= this.readEvents().catch((error: unknown) => {
      this.reading = undefined;
      if (!(error instanceof YardError)) throw error;
      this.historyTrouble.value = error;
    });
    return this.reading;
  }

  private async readEvents(): Promise<void> {
    this.historyTrouble.value = undefined;
    let page: YardEvent[];
    do {
      page = await this.client.events(this.id, this.history.last, pageOfEvents);
      this.remember(page);
    } while (page.length > 0 && this.history.last < (this.next?.rev ?? Infinity) && !this.stop.signal.aborted);
  }

  private remember(events: readonly YardEvent[]): void {
    this.history.add(events);
    this.known.value = this.history.last;
  }

  private take(frame: StreamFrame): void {
    switch (frame.event) {
      case 'execution':
        this.begin(frame.data);
        return;
      case 'event':
        this.next = evolve(this.next, changeOf(frame.data));
        if (this.reading) this.remember([frame.data]);
        this.draw();
        void this.explain();
        return;
      case 'end':
        this.drawNow();
        return;
      default:
    }
  }

  /** The first state has the reason of every wait in it. */
  private begin(view: ExecutionView): void {
    const told = view.steps.flatMap(({ id: stepId, reason, cause }) =>
      reason === undefined ? [] : [{ stepId, sentence: reason, ...(cause ? { cause } : {}) }],
    );
    this.next = withoutWaits(view);
    batch(() => {
      this.reasons.value = reasonsOf(
        [...(view.reason === undefined ? [] : [{ sentence: view.reason }]), ...told],
        view,
      );
      this.live.value = this.next;
    });
  }

  private draw(): void {
    this.drawing ??= setTimeout(() => this.drawNow(), drawnMs);
  }

  private drawNow(): void {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    this.live.value = this.next;
  }

  private async explain(): Promise<void> {
    this.isStale = true;
    if (this.isExplaining) return;
    this.isExplaining = true;
    const { signal: stop } = this.stop;
    for (; this.isStale && !stop.aborted; await sleep(askedMs, stop)) {
      await sleep(settledMs, stop);
      this.isStale = false;
      await this.ask();
    }
    this.isExplaining = false;
  }

  private async ask(): Promise<void> {
    try {
      const explanations = await this.client.why(this.id);
      if (this.next) this.reasons.value = reasonsOf(explanations, this.next);
    } catch (error) {
      // Sentences are an addition: the next event asks again.
      if (!(error instanceof YardError)) throw error;
    }
  }
}

/** What a step waits for is not part of its state: the events do not take it away again. */
const withoutWaits = (view: ExecutionView): ExecutionView => {
  const { reason, ...whole } = view;
  return {
    ...whole,
    ...(isFinal(view.status) && reason !== undefined ? { reason } : {}),
    steps: view.steps.map(step => (isFinal(step.status) && step.status !== 'success' ? step : withoutWait(step))),
  };
};

const withoutWait = ({ reason: _, cause: _cause, ...step }: StepView): StepView => step;
