import type { Bus } from '@switchyard/bus';
import {
  type AttemptId,
  type CancelReply,
  type ExecutionId,
  type ExecutionView,
  type GetExecutionReply,
  type ListEventsReply,
  type ListExecutions,
  type ListExecutionsReply,
  type ReadLogFacts,
  rpc,
  type YardEvent,
} from '@switchyard/contracts';
import { ExecutionService } from '../app/ports.js';
import { patience } from './patience.js';

/** Bytes asked for at once: fits one message of the bus with room to spare. */
const logPage = 524_288;

export class NatsExecutions extends ExecutionService {
  constructor(private readonly bus: Bus) {
    super();
  }

  async get(executionId: ExecutionId): Promise<ExecutionView | undefined> {
    const reply = await this.bus.call<GetExecutionReply>(rpc.execution.get, { v: 1, executionId }, patience);
    return reply.result === 'found' ? reply.execution : undefined;
  }

  list(query: Omit<ListExecutions, 'v'>): Promise<ListExecutionsReply> {
    return this.bus.call(rpc.execution.list, { v: 1, ...query }, patience);
  }

  async events(executionId: ExecutionId, after: number, limit: number): Promise<YardEvent[]> {
    const query = { v: 1, executionId, after, limit };
    return (await this.bus.call<ListEventsReply>(rpc.execution.events, query, patience)).events;
  }

  readLog(attemptId: AttemptId, offset: number): Promise<{ facts: ReadLogFacts; bytes: Uint8Array }> {
    return this.bus.callForBytes(rpc.execution.logs, { v: 1, attemptId, offset, limit: logPage });
  }

  cancel(executionId: ExecutionId, actor: string, reason: string | undefined): Promise<CancelReply> {
    return this.bus.call(rpc.execution.cancel, {
      v: 1,
      executionId,
      actor,
      ...(reason === undefined ? {} : { reason }),
    });
  }
}
