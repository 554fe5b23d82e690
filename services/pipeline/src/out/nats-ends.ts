import type { Bus } from '@switchyard/bus';
import {
  type ExecutionId,
  type ExecutionView,
  type GetExecutionReply,
  type ReadFeedReply,
  rpc,
  type YardEvent,
} from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { type End, Ends } from '../app/ports.js';

export class NatsEnds extends Ends {
  constructor(private readonly bus: Bus) {
    super();
  }

  async read(from: { since: Millis } | { after: string }, limit: number): Promise<{ ends: End[]; next?: string }> {
    const range = 'since' in from ? { since: isoTime(from.since) } : from;
    const query = { v: 1, type: 'execution.finished', ...range, limit };
    const { events, next } = await this.bus.call<ReadFeedReply>(rpc.execution.feed, query);
    return { ends: events.flatMap(event => endOf(event) ?? []), ...(next === undefined ? {} : { next }) };
  }

  async execution(executionId: ExecutionId): Promise<ExecutionView | undefined> {
    const reply = await this.bus.call<GetExecutionReply>(rpc.execution.get, { v: 1, executionId });
    return reply.result === 'found' ? reply.execution : undefined;
  }
}

const endOf = ({ type, time, data }: YardEvent): End | undefined =>
  type === 'execution.finished'
    ? { execution: data.executionId, project: data.project, status: data.status, at: Date.parse(time) }
    : undefined;
