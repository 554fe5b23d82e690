import type { ExecutionId } from '@switchyard/contracts';
import { nextTurn, reach } from '@switchyard/kernel';
import { effectsOf } from '../domain/effects.js';
import { endedRunOf } from '../domain/ended-run.js';
import { Committed, type ExecutionWriter } from './execution-writer.js';
import { EventFeed, EventHistory, Executions, Outside, type StoredExecution } from './ports.js';
import type { EndedRuns } from './statistics/ports.js';
import { TrimOutboxes } from './trim-outboxes.js';

/** What became of a failed publication: the sweep tries again. */
export abstract class PublishTrouble {
  abstract note(id: ExecutionId, error: unknown): void;
}

/**
 * Empties outboxes: rings and tells connectors, publishes each event in order, keeps it in the history, counts an
 * execution that has ended, and only then forgets it ({@link TrimOutboxes}). A crash in between means that some of it
 * happens twice, under the same ids.
 */
export class PublishEvents extends Committed {
  private readonly latest = new Map<ExecutionId, StoredExecution>();
  private readonly working = new Map<ExecutionId, Promise<void>>();
  private writer: ExecutionWriter | undefined;
  private readonly trims: TrimOutboxes;

  constructor(
    executions: Executions,
    private readonly history: EventHistory,
    private readonly feed: EventFeed,
    private readonly outside: Outside,
    private readonly trouble: PublishTrouble,
    private readonly ended: Pick<EndedRuns, 'put'>,
  ) {
    super();
    this.trims = new TrimOutboxes(executions, (id, error) => trouble.note(id, error));
  }

  /** Who keeps the cached outbox. */
  serve(writer: ExecutionWriter): void {
    this.writer = writer;
  }

  tell(stored: StoredExecution): void {
    const { id } = stored.execution.view;
    this.latest.set(id, stored);
    if (this.working.has(id)) return;
    if (isUrgent(stored)) this.begin(id);
    // Whoever asked for the change, and waits for its answer, comes first.
    else
      this.working.set(
        id,
        nextTurn().then(() => this.begin(id)),
      );
  }

  /** Waits for what is being published, and forgets it. */
  async idle(): Promise<void> {
    do {
      while (this.working.size > 0) await Promise.all(this.working.values());
      await this.trims.now();
    } while (this.working.size > 0);
  }

  private begin(id: ExecutionId): void {
    const work = this.drain(id)
      .catch((error: unknown) => this.trouble.note(id, error))
      .finally(() => {
        this.working.delete(id);
        // Told after the last look.
        if (this.latest.has(id)) this.begin(id);
      });
    this.working.set(id, work);
  }

  private async drain(id: ExecutionId): Promise<void> {
    const rev = await this.publishAll(id, this.trims.published(id));
    if (rev === 0) return;
    this.writer?.published(id, rev);
    this.trims.later(id, rev);
  }

  /** Publishes what is newer than `rev`, until there is nothing; gives the last one's. */
  private async publishAll(id: ExecutionId, rev: number): Promise<number> {
    let published = rev;
    for (let stored = this.take(id); stored; stored = this.take(id)) {
      const events = stored.outbox.filter(event => event.data.rev > published);
      const last = events.at(-1);
      if (!last) continue;
      const { execution, traceparent } = stored;
      reach('execution.publish.beforeOutbox');
      const effects = effectsOf(events, execution);
      await Promise.all([
        ...effects.map(effect => this.outside.perform(effect, traceparent)),
        this.history.append(events),
        ...events.map(event => this.feed.publish(event)),
        ...events
          .filter(({ type }) => type === 'execution.finished')
          .map(() => this.ended.put(endedRunOf(execution.view))),
      ]);
      reach('execution.publish.afterOutbox');
      published = last.data.rev;
    }
    return published;
  }

  private take(id: ExecutionId): StoredExecution | undefined {
    const stored = this.latest.get(id);
    this.latest.delete(id);
    return stored;
  }
}

/** Somebody waits for the news itself: a connector for its bell, a person for the end. */
const isUrgent = ({ outbox }: StoredExecution): boolean =>
  outbox.some(({ type }) => type === 'step.queued' || type === 'execution.finished');
