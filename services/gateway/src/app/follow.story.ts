import {
  type AttemptId,
  type ExecutionId,
  type ExecutionView,
  isFinal,
  type ProjectLoadReply,
  type ReadFeed,
  type ReadFeedReply,
  type ReadLogFacts,
  type RerunReply,
  type YardEvent,
} from '@switchyard/contracts';
import { cursorOf } from './follow-feed.js';
import { type Among, ExecutionService, Inbox, type Listener, LiveFeed } from './ports.js';

export const id = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const at = '2026-11-23T12:30:00.000Z';
export const attemptOf = (step: string) => `${id}.${step}.1` as AttemptId;

/** An execution that happens event by event; what is told live may be lost, doubled or late. */
export class World extends ExecutionService {
  readonly events_: YardEvent[] = [];
  readonly logs = new Map<AttemptId, string>();
  readonly ends = new Map<AttemptId, number>();
  readonly listeners = new Set<Listener>();
  status: ExecutionView['status'] = 'running';

  get view(): ExecutionView {
    const started = this.events_.flatMap(event => (event.type === 'step.started' ? [event.data.attemptId] : []));
    return {
      id,
      rev: this.events_.length,
      status: this.status,
      stages: [],
      steps: started.map(attempt => ({
        attempts: [
          {
            id: attempt,
            status: this.ends.has(attempt) ? 'done' : 'running',
            ...(this.ends.has(attempt) ? { logBytes: this.ends.get(attempt) } : {}),
          },
        ],
      })),
    } as unknown as ExecutionView;
  }

  happen(type: YardEvent['type'], data: object = {}): YardEvent {
    const event = { type, time: at, data: { ...data, rev: this.events_.length + 1 } } as unknown as YardEvent;
    this.events_.push(event);
    if (type === 'execution.finished') this.status = 'success';
    return event;
  }

  async get(): Promise<ExecutionView | undefined> {
    return this.view;
  }

  async list(): Promise<never> {
    throw new Error('not asked for here');
  }

  async events(_id: ExecutionId, after: number, limit: number): Promise<YardEvent[]> {
    return this.events_.filter(event => event.data.rev > after).slice(0, limit);
  }

  async readLog(attempt: AttemptId, offset: number): Promise<{ facts: ReadLogFacts; bytes: Uint8Array }> {
    const whole = Buffer.from(this.logs.get(attempt) ?? '');
    const total = this.ends.get(attempt);
    return {
      facts: { stored: whole.length, ...(total === undefined ? {} : { total }) },
      bytes: whole.subarray(offset, offset + 7),
    };
  }

  async cancel(): Promise<never> {
    throw new Error('not asked for here');
  }

  async review(): Promise<never> {
    throw new Error('not asked for here');
  }

  async pause(): Promise<never> {
    throw new Error('not asked for here');
  }

  async resume(): Promise<never> {
    throw new Error('not asked for here');
  }

  async why(): Promise<never> {
    throw new Error('not asked for here');
  }

  readonly rerun_: ExecutionId[] = [];
  async rerun({ executionId }: { executionId: ExecutionId }): Promise<RerunReply> {
    this.rerun_.push(executionId);
    return { result: 'created', executionId };
  }

  async feed({ since, after, type, limit }: Omit<ReadFeed, 'v'>): Promise<ReadFeedReply> {
    const events = this.events_
      .filter(event => type === undefined || event.type === type)
      .filter(event => (after ? cursorOf(event) > after : event.time >= (since ?? '')))
      .sort((a, b) => (cursorOf(a) < cursorOf(b) ? -1 : 1))
      .slice(0, limit);
    const last = events.at(-1);
    return { events, ...(last ? { next: cursorOf(last) } : {}) };
  }

  queued: number | undefined = 0;
  async load(): Promise<ProjectLoadReply> {
    if (this.queued === undefined) throw new Error('the execution service is away');
    return { queued: this.queued, running: 0 };
  }

  get isOver(): boolean {
    return isFinal(this.status);
  }
}

export class Feed extends LiveFeed {
  constructor(private readonly world: World) {
    super();
  }

  readonly hearers = new Set<(event: YardEvent) => void>();
  listenToAll(_among: Among, hear: (event: YardEvent) => void): () => void {
    this.hearers.add(hear);
    return () => this.hearers.delete(hear);
  }

  listen(_id: ExecutionId, listener: Listener): () => void {
    this.world.listeners.add(listener);
    return () => this.world.listeners.delete(listener);
  }
}

/** Nothing was ever triggered. */
export class EmptyInbox extends Inbox {
  async add(): Promise<undefined> {
    return undefined;
  }
  async find(): Promise<undefined> {
    return undefined;
  }
  async started(): Promise<void> {
    return undefined;
  }
  async refused(): Promise<void> {
    return undefined;
  }
  async unsettled(): Promise<never[]> {
    return [];
  }
  async ping(): Promise<number> {
    return 0;
  }
}
