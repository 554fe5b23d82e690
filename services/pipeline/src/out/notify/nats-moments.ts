import type { Bus } from '@switchyard/bus';
import {
  type ExecutionId,
  type ExecutionView,
  type GetExecutionReply,
  type ReadFeedReply,
  rpc,
} from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { Moments } from '../../app/notify/ports.js';
import { type Moment, momentIn } from '../../domain/notify/moment-in.js';

export class NatsMoments extends Moments {
  constructor(private readonly bus: Bus) {
    super();
  }

  async read(
    type: 'execution.started' | 'execution.finished',
    from: { since: Millis } | { after: string },
    limit: number,
  ): Promise<{ moments: Moment[]; next?: string }> {
    const range = 'since' in from ? { since: isoTime(from.since) } : from;
    const { events, next } = await this.bus.call<ReadFeedReply>(rpc.execution.feed, { v: 1, type, ...range, limit });
    return { moments: events.flatMap(event => momentIn(event) ?? []), ...(next === undefined ? {} : { next }) };
  }

  async execution(executionId: ExecutionId): Promise<ExecutionView | undefined> {
    const reply = await this.bus.call<GetExecutionReply>(rpc.execution.get, { v: 1, executionId });
    return reply.result === 'found' ? reply.execution : undefined;
  }
}
