import type {
  AgentView,
  ApplyPipelineReply,
  AttemptId,
  CancelReply,
  ExecutionId,
  ExecutionView,
  GetPipelineReply,
  ListExecutions,
  ListExecutionsReply,
  ListPipelines,
  ListPipelinesReply,
  PipelineId,
  ProjectId,
  ReadLogFacts,
  RunPipelineReply,
  YardEvent,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Chunk } from '../domain/log-cursor.js';
import type { Trigger } from '../domain/trigger.js';

/** Accepted triggers. What is in here is never lost. */
export abstract class Inbox {
  /**
   * Durable when it resolves.
   * @returns the trigger that has the same idempotency key already; undefined when this one was added.
   */
  abstract add(trigger: Trigger): Promise<Trigger | undefined>;
  abstract find(id: ExecutionId): Promise<Trigger | undefined>;
  abstract settle(id: ExecutionId, refusal: string | undefined): Promise<void>;
  /** Accepted before `at` and not settled, oldest first. */
  abstract unsettled(at: Millis, limit: number): Promise<Trigger[]>;
  /** One round trip to the store. */
  abstract ping(): Promise<Millis>;
}

/** The pipeline service. */
export abstract class PipelineService {
  abstract apply(project: ProjectId, yaml: string, author: string): Promise<ApplyPipelineReply>;
  abstract get(id: PipelineId): Promise<GetPipelineReply>;
  abstract list(query: Omit<ListPipelines, 'v'>): Promise<ListPipelinesReply>;
  abstract run(trigger: Trigger): Promise<RunPipelineReply>;
}

/** The execution service. */
export abstract class ExecutionService {
  abstract get(id: ExecutionId): Promise<ExecutionView | undefined>;
  abstract list(query: Omit<ListExecutions, 'v'>): Promise<ListExecutionsReply>;
  abstract events(id: ExecutionId, after: number, limit: number): Promise<YardEvent[]>;
  abstract readLog(id: AttemptId, offset: number): Promise<{ facts: ReadLogFacts; bytes: Uint8Array }>;
  abstract cancel(id: ExecutionId, actor: string, reason: string | undefined): Promise<CancelReply>;
}

/** The service registry. */
export abstract class RegistryService {
  abstract agents(): Promise<AgentView[]>;
}

export interface Listener {
  event(event: YardEvent): void;
  chunk(attemptId: AttemptId, chunk: Chunk): void;
}

/** What happens right now. Anything may be lost; nothing arrives before `listen` has returned. */
export abstract class LiveFeed {
  /** @returns stops it. */
  abstract listen(id: ExecutionId, listener: Listener): () => void;
}

/** How the bus is. */
export abstract class BusHealth {
  /** One round trip. */
  abstract ping(): Promise<Millis>;
}
