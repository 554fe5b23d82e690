import type { AttemptId, StepView } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { type Execution, lastAttempt } from '../domain/execution.js';
import { nextConnector } from '../domain/fallbacks.js';
import { poolOf } from '../domain/why.js';
import { Committed, type ExecutionWriter } from './execution-writer.js';
import type { StoredExecution } from './ports.js';
import type { Vacancies } from './vacancies.js';

/** Told when it could not be seen whether a step must move on; the sweep looks again. */
export abstract class MoveTrouble {
  abstract note(attemptId: AttemptId, error: unknown): void;
}

interface Stuck {
  execution: Execution;
  step: StepView;
  attemptId: AttemptId;
}

/** A timer may be a little early. */
const slackMs: Millis = 20;

/** Moves queued steps on to their next connector when nobody has been there for long who could run them. */
export class MoveSteps extends Committed {
  private readonly timers = new Map<AttemptId, NodeJS.Timeout>();
  private writer: ExecutionWriter | undefined;

  constructor(
    private readonly vacancies: Vacancies,
    private readonly trouble: MoveTrouble,
    private readonly fallbackAfterMs: Millis,
  ) {
    super();
  }

  serve(writer: ExecutionWriter): void {
    this.writer = writer;
  }

  /** Only saves time: the sweep looks as well. */
  tell({ execution, outbox }: StoredExecution): void {
    const queued = new Set(outbox.flatMap(event => (event.type === 'step.queued' ? [event.data.attemptId] : [])));
    for (const stuck of stuckIn(execution))
      if (queued.has(stuck.attemptId) && !this.timers.has(stuck.attemptId)) this.lookIn(0, stuck, true);
  }

  /** Moves what must move by now. */
  async look(execution: Execution): Promise<void> {
    for (const stuck of stuckIn(execution)) await this.moveIfDue(stuck);
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private lookIn(waitMs: Millis, stuck: Stuck, andAgain: boolean): void {
    const { attemptId } = stuck;
    const due = async () => {
      const left = await this.moveIfDue(stuck);
      if (left > 0 && andAgain) this.lookIn(left + slackMs, stuck, false);
      else this.timers.delete(attemptId);
    };
    const timer = setTimeout(() => {
      due().catch((error: unknown) => {
        this.timers.delete(attemptId);
        this.trouble.note(attemptId, error);
      });
    }, waitMs);
    this.timers.set(attemptId, timer);
  }

  /** @returns how long it may still wait where it is. */
  private async moveIfDue({ execution, step, attemptId }: Stuck): Promise<Millis> {
    const vacant = await this.vacancies.of(step);
    if (vacant < this.fallbackAfterMs) return this.fallbackAfterMs - vacant;
    const reason = `no connector of pool ${poolOf(step)} was there for ${secondsOf(vacant)} s`;
    await this.writer?.submit(execution.view.id, { type: 'move', attemptId, reason });
    return 0;
  }
}

const secondsOf = (ms: Millis): string => (ms < 10_000 ? (ms / 1_000).toFixed(1) : String(Math.round(ms / 1_000)));

/** Queued attempts that could go on elsewhere. */
const stuckIn = (execution: Execution): Stuck[] =>
  execution.view.paused
    ? []
    : execution.view.steps.flatMap(step => {
        const attempt = lastAttempt(step);
        if (step.status !== 'queued' || !attempt || !nextConnector(execution, step)) return [];
        return [{ execution, step, attemptId: attempt.id }];
      });
