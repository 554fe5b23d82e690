import type { AttemptId } from '@switchyard/contracts';
import { Clock, reach } from '@switchyard/kernel';
import { Committed, type ExecutionWriter } from './execution-writer.js';
import type { StoredExecution } from './ports.js';

/** Longest wait a timer takes; the sweep covers the rest. */
const longestMs = 3_600_000;

/** Wakes an execution when a retry is due. Only saves time: the sweep finds due retries too. */
export class Alarms extends Committed {
  private readonly timers = new Map<AttemptId, NodeJS.Timeout>();
  private writer: ExecutionWriter | undefined;

  constructor(private readonly clock: Clock) {
    super();
  }

  serve(writer: ExecutionWriter): void {
    this.writer = writer;
  }

  tell({ execution, outbox }: StoredExecution): void {
    for (const event of outbox) {
      if (event.type !== 'step.retrying' || this.timers.has(event.data.attemptId)) continue;
      const { attemptId } = event.data;
      const waitMs = Date.parse(event.data.retryAt) - this.clock.now();
      if (waitMs > longestMs) continue;
      const timer = setTimeout(
        () => {
          reach('execution.alarm.due');
          this.timers.delete(attemptId);
          this.writer?.submit(execution.view.id, { type: 'tick' }).catch(() => undefined);
        },
        Math.max(0, waitMs),
      );
      this.timers.set(attemptId, timer);
    }
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }
}
