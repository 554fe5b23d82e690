import type { ExecutionId } from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Inbox } from './ports.js';

/** Shorter than the sweep takes for a sign that somebody left a trigger behind. */
const togetherMs: Millis = 100;
const mostAtOnce = 100;

interface Waiting {
  id: ExecutionId;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Notes which triggers were handed over, some together and a moment later, when nobody waits for the store. What is not
 * noted because this process died is handed over once more, which changes nothing.
 */
export class NoteStarted {
  private waiting: Waiting[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly inbox: Pick<Inbox, 'started'>) {}

  /** Resolves when it is noted. */
  note(id: ExecutionId): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ id, done, failed });
      if (this.waiting.length >= mostAtOnce) void this.write();
      else this.timer ??= setTimeout(() => void this.write(), togetherMs);
    });
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const together = this.waiting;
    this.waiting = [];
    await this.inbox.started(together.map(({ id }) => id)).then(
      () => together.forEach(({ done }) => done()),
      (error: unknown) => together.forEach(({ failed }) => failed(error)),
    );
  }
}
