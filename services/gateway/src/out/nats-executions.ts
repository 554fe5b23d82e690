import type { Bus } from '@switchyard/bus';
import {
  type AttemptId,
  type CancelReply,
  type ExplainReply,
  type ExecutionId,
  type ExecutionView,
  type GetExecutionReply,
  type ListEventsReply,
  type ListExecutions,
  type ListExecutionsReply,
  type PauseReply,
  type ProjectId,
  type ProjectLoadReply,
  type ReadFeed,
  type ReadFeedReply,
  type ReadLogFacts,
  type RerunReply,
  type ReviewReply,
  type ReviewStep,
  rpc,
  type StepId,
  type YardEvent,
} from '@switchyard/contracts';
import { reach } from '@switchyard/kernel';
import { contextFrom, within } from '@switchyard/telemetry';
import { ExecutionService, type Written } from '../app/ports.js';
import type { Repetition, Trigger } from '../domain/trigger.js';
import { patience } from './patience.js';

/** Triggers wait for this answer, and can do without it. */
const hurry = { timeoutMs: 500 };

/** Bytes asked for at once: fits one message of the bus with room to spare. */
const logPage = 524_288;

export class NatsExecutions extends ExecutionService {
  constructor(private readonly bus: Bus) {
    super();
  }

  async get(executionId: ExecutionId, at?: number): Promise<ExecutionView | undefined> {
    const query = { v: 1, executionId, ...(at === undefined ? {} : { at }) };
    const reply = await this.bus.call<GetExecutionReply>(rpc.execution.get, query, patience);
    return reply.result === 'found' ? reply.execution : undefined;
  }

  async list(query: Omit<ListExecutions, 'v'>): Promise<Written<ListExecutionsReply>> {
    const { bytes } = await this.bus.callForBytes(rpc.execution.list, { v: 1, ...query }, patience);
    return { json: bytes };
  }

  async events(executionId: ExecutionId, after: number, limit: number): Promise<YardEvent[]> {
    const query = { v: 1, executionId, after, limit };
    return (await this.bus.call<ListEventsReply>(rpc.execution.events, query, patience)).events;
  }

  readLog(attemptId: AttemptId, offset: number): Promise<{ facts: ReadLogFacts; bytes: Uint8Array }> {
    return this.bus.callForBytes(rpc.execution.logs, { v: 1, attemptId, offset, limit: logPage });
  }

  async cancel(
    executionId: ExecutionId,
    by: { actor: string; reason?: string; force?: boolean },
  ): Promise<CancelReply> {
    reach('gateway.cancel.beforeCall');
    const reply = await this.bus.call<CancelReply>(rpc.execution.cancel, { v: 1, executionId, ...by }, patience);
    reach('gateway.cancel.afterCall');
    return reply;
  }

  /** Belongs to the trace of the request that was accepted, whenever and wherever it is handed over. */
  rerun({ executionId, rerun, facts, traceparent }: Trigger & { rerun: Repetition }): Promise<RerunReply> {
    return within(contextFrom(traceparent), () =>
      this.bus.call<RerunReply>(rpc.execution.rerun, { v: 1, executionId, ...rerun, actor: facts.actor }),
    );
  }

  review(word: Omit<ReviewStep, 'v'>): Promise<ReviewReply> {
    return this.bus.call(rpc.execution.approve, { v: 1, ...word }, patience);
  }

  pause(executionId: ExecutionId, by: { actor: string; reason?: string }): Promise<PauseReply> {
    return this.bus.call(rpc.execution.pause, { v: 1, executionId, ...by }, patience);
  }

  resume(executionId: ExecutionId, actor: string): Promise<PauseReply> {
    return this.bus.call(rpc.execution.resume, { v: 1, executionId, actor }, patience);
  }

  why(executionId: ExecutionId, stepId: StepId | undefined): Promise<ExplainReply> {
    return this.bus.call(
      rpc.execution.why,
      { v: 1, executionId, ...(stepId === undefined ? {} : { stepId }) },
      patience,
    );
  }

  feed(query: Omit<ReadFeed, 'v'>): Promise<ReadFeedReply> {
    return this.bus.call(rpc.execution.feed, { v: 1, ...query }, patience);
  }

  load(project: ProjectId): Promise<ProjectLoadReply> {
    return this.bus.call(rpc.execution.load, { v: 1, project }, hurry);
  }
}
