import type {
  AttemptId,
  ConnectorType,
  ExecutionId,
  ExecutionSummary,
  ExecutionView,
  ListExecutions,
  Pool,
  SessionId,
  YardEvent,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Effect } from '../domain/effects.js';
import type { Execution } from '../domain/execution.js';

/** An execution as it is stored: with the events that are not published yet. */
export interface StoredExecution {
  execution: Execution;
  outbox: YardEvent[];
  /** W3C trace context of the command that created it. */
  traceparent?: string;
}

/** How an execution stands, without all it is made of. */
export type Standing = Pick<ExecutionView, 'status' | 'finishedAt'>;

/** The truth. One document per execution; every change is a compare-and-set on its `rev`. */
export abstract class Executions {
  abstract find(id: ExecutionId): Promise<StoredExecution | undefined>;
  /** @returns false when the id exists already. */
  abstract insert(stored: StoredExecution): Promise<boolean>;
  /**
   * Durable when it resolves.
   * @returns false when the stored rev is not `before`'s: somebody else was faster.
   */
  abstract replace(before: Execution, after: StoredExecution): Promise<boolean>;
  /** Forgets the published events up to `rev`. Harmless twice. */
  abstract trim(id: ExecutionId, rev: number): Promise<void>;
  /** Newest first. */
  abstract list(query: ListExecutions): Promise<ExecutionSummary[]>;
  /** Executions that have not ended, oldest first, `after` the given id. */
  abstract live(after: ExecutionId | undefined, limit: number): Promise<StoredExecution[]>;
  /** Ended executions whose events are not all published. */
  abstract undrained(limit: number): Promise<StoredExecution[]>;
  /** How those of `ids` stand that are known. */
  abstract standings(ids: ExecutionId[]): Promise<Map<ExecutionId, Standing>>;
}

/** Every event for ever. */
export abstract class EventHistory {
  /** Adds events; those it has already are left alone. */
  abstract append(events: YardEvent[]): Promise<void>;
  /** In order, those with `rev > after`. */
  abstract read(id: ExecutionId, after: number, limit: number): Promise<YardEvent[]>;
}

/** The feed for every subscriber. */
export abstract class EventFeed {
  abstract publish(event: YardEvent): Promise<void>;
}

/** Tells connectors. Every effect may be lost or doubled. */
export abstract class Outside {
  /**
   * @param traceparent of the execution, so that its steps belong to one trace whoever rings.
   * @param ring grows when the same bell is rung again on purpose.
   */
  abstract perform(effect: Effect, traceparent: string | undefined, ring?: number): Promise<void>;
}

/** One live connector process. */
export interface Session {
  id: SessionId;
  connector: ConnectorType;
  pool: Pool;
  host: string;
  slots: number;
  running: number;
  /** By the wall clock of the store's writer. */
  lastBeatAt: Millis;
}

export abstract class Sessions {
  abstract beat(session: Session): Promise<void>;
  abstract find(ids: SessionId[]): Promise<Session[]>;
  /** Forgets sessions silent since before `at`. */
  abstract forget(at: Millis): Promise<void>;
}

export interface LogChunk {
  attemptId: AttemptId;
  /** Bytes from the start of the attempt's output. */
  offset: number;
  bytes: Uint8Array;
}

/** Output by byte offset. */
export abstract class Logs {
  /** Durable when it resolves. Chunks it has already are left alone. */
  abstract append(chunks: LogChunk[]): Promise<void>;
  /** Stored chunks that overlap `[offset, offset + limit)`, by offset. */
  abstract read(attemptId: AttemptId, offset: number, limit: number): Promise<LogChunk[]>;
  /** Where the bytes stored without a gap from `from` end. */
  abstract contiguousFrom(attemptId: AttemptId, from: number): Promise<number>;
}

/** The streams and durable consumers this service owns. */
export abstract class Streams {
  abstract ensure(): Promise<void>;
  /** The doorbell of one pool. */
  abstract ensureBell(connector: ConnectorType, pool: Pool): Promise<void>;
}
