import type { ExecutionId, ProjectId, ReadFeedReply, YardEvent } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts';
import { Clock } from '@switchyard/kernel';
import type { Member } from '../domain/admission.js';
import type { Effect } from '../domain/effects.js';
import type { EndedRun } from '../domain/ended-run.js';
import type { Execution } from '../domain/execution.js';
import { Committed, ExecutionWriter } from './execution-writer.js';
import { deploys } from '../domain/deployments.js';
import {
  type Deploying,
  EventFeed,
  EventHistory,
  Executions,
  Outside,
  type Standing,
  type StoredExecution,
} from './ports.js';
import { PublishEvents, PublishTrouble } from './publish-events.js';

const soon = () => new Promise(resolve => setImmediate(resolve));

/** The store, shared by several processes; nothing in it is shared with its users. */
export class MemoryExecutions extends Executions {
  readonly rows = new Map<ExecutionId, StoredExecution>();
  writes = 0;
  /** Called inside of each `trim`, before it takes effect. */
  whileTrimming: () => Promise<void> = async () => undefined;

  async find(id: ExecutionId): Promise<StoredExecution | undefined> {
    await soon();
    return structuredClone(this.rows.get(id));
  }

  async insert(stored: StoredExecution): Promise<boolean> {
    await soon();
    const { id } = stored.execution.view;
    if (this.rows.has(id)) return false;
    this.rows.set(id, structuredClone(stored));
    return true;
  }

  async replace(before: Execution, after: StoredExecution): Promise<boolean> {
    await soon();
    if (this.rows.get(before.view.id)?.execution.view.rev !== before.view.rev) return false;
    this.writes += 1;
    this.rows.set(before.view.id, structuredClone(after));
    return true;
  }

  async trim(published: { id: ExecutionId; rev: number }[]): Promise<void> {
    await this.whileTrimming();
    for (const { id, rev } of published) {
      const row = this.rows.get(id);
      if (row?.execution.view.rev === rev) row.outbox = [];
    }
  }

  async live(): Promise<StoredExecution[]> {
    return [...this.rows.values()].filter(row => !isFinal(row.execution.view.status)).map(row => structuredClone(row));
  }

  async undrained(): Promise<StoredExecution[]> {
    return [...this.rows.values()].filter(row => row.outbox.length > 0).map(row => structuredClone(row));
  }

  async inGroup(project: ProjectId, group: string): Promise<Member[]> {
    return (await this.live())
      .map(({ execution: { view, plan } }) => ({ view, plan }))
      .filter(({ view }) => view.project === project && view.group?.name === group)
      .map(({ view, plan }) => ({
        id: view.id,
        admitted: view.group?.admitted ?? false,
        limit: plan.concurrency?.limit ?? 1,
        onFull: plan.concurrency?.onFull ?? 'queue',
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  async deploying(): Promise<Deploying[]> {
    return [...this.rows.values()].map(({ execution }) => execution.view).filter(deploys);
  }

  async load(): Promise<{ queued: number; running: number }> {
    return { queued: 0, running: 0 };
  }

  async list(): Promise<never[]> {
    return [];
  }

  async standings(ids: ExecutionId[]): Promise<Map<ExecutionId, Standing>> {
    return new Map(
      ids.flatMap(id => {
        const view = this.rows.get(id)?.execution.view;
        return view ? [[id, structuredClone(view)]] : [];
      }),
    );
  }
}

export class MemoryHistory extends EventHistory {
  readonly events = new Map<string, YardEvent>();

  async append(events: YardEvent[]): Promise<void> {
    await soon();
    for (const event of events) this.events.set(event.id, this.events.get(event.id) ?? event);
  }

  async read(): Promise<YardEvent[]> {
    return [...this.events.values()].sort((a, b) => a.data.rev - b.data.rev);
  }

  async feed(): Promise<ReadFeedReply> {
    return { events: [...this.events.values()] };
  }
}

export class Told extends EventFeed {
  readonly events: YardEvent[] = [];
  /** Asked before each event: whether the bus takes it. */
  takes: () => boolean = () => true;

  async publish(event: YardEvent): Promise<void> {
    await soon();
    if (!this.takes()) throw new Error('the bus is away');
    this.events.push(event);
  }
}

export class Rung extends Outside {
  readonly effects: { effect: Effect; traceparent: string | undefined }[] = [];

  async perform(effect: Effect, traceparent: string | undefined): Promise<void> {
    this.effects.push({ effect, traceparent });
  }
}

export class StoryClock extends Clock {
  at = Date.UTC(2026, 0, 1);
  now() {
    return this.at;
  }
  monotonic() {
    return this.at;
  }
}

class Forget extends PublishTrouble {
  note(): void {
    // The sweep comes again.
  }
}

class Tell extends Committed {
  constructor(private readonly publisher: PublishEvents) {
    super();
  }
  tell(stored: StoredExecution): void {
    this.publisher.tell(stored);
  }
}

/** What was counted of ended executions, by id. */
export class MemoryEndedRuns {
  readonly runs = new Map<ExecutionId, EndedRun>();

  async put(run: EndedRun): Promise<void> {
    await soon();
    this.runs.set(run.id, run);
  }
}

/** One process of the execution service on a store. */
export const aProcess = (executions: MemoryExecutions, history = new MemoryHistory(), feed = new Told()) => {
  const outside = new Rung();
  const ended = new MemoryEndedRuns();
  const publisher = new PublishEvents(executions, history, feed, outside, new Forget(), ended);
  const writer = new ExecutionWriter(executions, new Tell(publisher), new StoryClock(), () => 0);
  publisher.serve(writer);
  return { writer, publisher, history, feed, outside, ended };
};
