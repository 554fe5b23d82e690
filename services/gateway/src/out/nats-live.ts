import type { Bus, BusMessage, Subscription } from '@switchyard/bus';
import {
  type AttemptId,
  eventsAmong,
  eventsOf,
  type ExecutionId,
  isAttemptId,
  logHeaders,
  logsOf,
  type PipelineEvent,
  type ProjectId,
  type YardEvent,
} from '@switchyard/contracts';
import { type Among, type Listener, LiveFeed } from '../app/ports.js';

const anyProject = '*' as ProjectId;

interface Watched {
  listeners: Set<Listener>;
  subscriptions: Subscription[];
}

/** One subscription per execution, however many follow it. */
export class NatsLive extends LiveFeed {
  private readonly watched = new Map<ExecutionId, Watched>();

  constructor(private readonly bus: Bus) {
    super();
  }

  listen(id: ExecutionId, listener: Listener): () => void {
    const watched = this.watched.get(id) ?? this.watch(id);
    watched.listeners.add(listener);
    return () => {
      watched.listeners.delete(listener);
      if (watched.listeners.size > 0 || this.watched.get(id) !== watched) return;
      this.watched.delete(id);
      for (const subscription of watched.subscriptions) subscription.stop();
    };
  }

  listenToAll({ project, type }: Among, hear: (event: YardEvent) => void): () => void {
    const subscription = this.bus.subscribe(eventsAmong(project, type), message => {
      const event = message.json<YardEvent | PipelineEvent>();
      if (event.source === '/switchyard/execution') hear(event);
    });
    return () => subscription.stop();
  }

  private watch(id: ExecutionId): Watched {
    const listeners = new Set<Listener>();
    const subscriptions = [
      this.bus.subscribe(eventsOf(anyProject, id), message => tellEvent(listeners, message)),
      this.bus.subscribe(logsOf(anyProject, id), message => tellChunk(listeners, message)),
    ];
    const watched = { listeners, subscriptions };
    this.watched.set(id, watched);
    return watched;
  }
}

const tellEvent = (listeners: Set<Listener>, message: BusMessage): void => {
  const event = message.json<YardEvent>();
  for (const listener of listeners) listener.event(event);
};

const tellChunk = (listeners: Set<Listener>, message: BusMessage): void => {
  const attemptId = message.header(logHeaders.attempt);
  const offset = Number(message.header(logHeaders.offset));
  if (!isAttemptId(attemptId) || !Number.isSafeInteger(offset)) return;
  for (const listener of listeners) listener.chunk(attemptId as AttemptId, { offset, bytes: message.bytes });
};
