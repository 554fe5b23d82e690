import type {
  AttemptId,
  ConnectorType,
  ExecutionId,
  ExecutionSummary,
  ExecutionView,
  ListDeployments,
  ListExecutions,
  Pool,
  ProjectId,
  ReadFeed,
  ReadFeedReply,
  SealSecrets,
  SealSecretsReply,
  SessionId,
  YardEvent,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import type { Member } from '../domain/admission.js';
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
export type Standing = Pick<ExecutionView, 'status' | 'finishedAt' | 'project' | 'pipelineName'>;

/** What is asked of an execution that changes environments. */
export type Deploying = Pick<
  ExecutionView,
  'id' | 'project' | 'pipelineId' | 'pipelineName' | 'pipelineVersion' | 'trigger' | 'createdAt' | 'steps'
>;

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
  /** Forgets the published events of each, up to its `rev`. Harmless twice. */
  abstract trim(published: { id: ExecutionId; rev: number }[]): Promise<void>;
  /** Newest first. */
  abstract list(query: ListExecutions): Promise<ExecutionSummary[]>;
  /** Those with steps that change an environment, newest first. */
  abstract deploying(query: Omit<ListDeployments, 'v'>): Promise<Deploying[]>;
  /** Executions that have not ended, oldest first, `after` the given id. */
  abstract live(after: ExecutionId | undefined, limit: number): Promise<StoredExecution[]>;
  /** Ended executions whose events are not all published. */
  abstract undrained(limit: number): Promise<StoredExecution[]>;
  /** Those of one concurrency group that have not ended, oldest first. */
  abstract inGroup(project: ProjectId, group: string): Promise<Member[]>;
  /** How much of one project has not ended. */
  abstract load(project: ProjectId): Promise<{ queued: number; running: number }>;
  /** How those of `ids` stand that are known. */
  abstract standings(ids: ExecutionId[]): Promise<Map<ExecutionId, Standing>>;
}

/** Who may run in one concurrency group; every change is a compare-and-set on `rev`. */
export interface Holders {
  rev: number;
  holders: ExecutionId[];
}

export abstract class Groups {
  /** `rev` 0 for a group nobody has written yet. */
  abstract read(project: ProjectId, group: string): Promise<Holders>;
  /** @returns false when the stored rev is not `before`'s: somebody else was faster. */
  abstract replace(project: ProjectId, group: string, before: Holders, holders: ExecutionId[]): Promise<boolean>;
}

/** Every event for ever. */
export abstract class EventHistory {
  /** Adds events; those it has already are left alone. */
  abstract append(events: YardEvent[]): Promise<void>;
  /** In order, those with `rev > after`. */
  abstract read(id: ExecutionId, after: number, limit: number): Promise<YardEvent[]>;
  /** Events of all executions by time. */
  abstract feed(query: Omit<ReadFeed, 'v'>): Promise<ReadFeedReply>;
}

/** The feed for every subscriber. */
export abstract class EventFeed {
  abstract publish(event: YardEvent): Promise<void>;
}

/** Tells connectors. Every effect may be lost or doubled. */
export abstract class Outside {
  /**
   * @param traceparent of the execution, so that its steps belong to one trace whoever rings.
   * @throws Fault `not-kept` when a bell could not be rung.
   */
  abstract perform(effect: Effect, traceparent: string | undefined): Promise<void>;
}

/** One live connector process. */
export interface Session {
  id: SessionId;
  connector: ConnectorType;
  pool: Pool;
  host: string;
  /** Of its data directory; absent of a connector of an earlier release. */
  machine?: string;
  slots: number;
  running: number;
  /** What it runs; absent of a connector of an earlier release. */
  attempts?: AttemptId[];
  /** It has said that it takes no new steps. */
  drained?: boolean;
  /** Grows with each beat: what changes, lives. */
  beats: number;
  /** By the clock of the store. */
  lastBeatAt: Millis;
}

export abstract class Sessions {
  /** Notes one more beat. */
  abstract beat(session: Omit<Session, 'beats'>): Promise<void>;
  abstract find(ids: SessionId[]): Promise<Session[]>;
  /** Those that beat since `at`. */
  abstract inPool(connector: ConnectorType, pool: Pool, at: Millis): Promise<Session[]>;
  /** All that beat since `at`, at most `limit`. */
  abstract since(at: Millis, limit: number): Promise<Session[]>;
  /** Forgets sessions silent since before `at`. */
  abstract forget(at: Millis): Promise<void>;
}

/** Somebody wants a machine to take no new steps, also after a restart of its connector. */
export interface Drain {
  /** As {@link machineOf} names it. */
  machine: string;
  actor: string;
  at: Millis;
  reason?: string;
}

/** Machines that take no new steps. */
export abstract class Drains {
  abstract find(machine: string): Promise<Drain | undefined>;
  abstract among(machines: string[]): Promise<Drain[]>;
  /** The first one counts; durable when it resolves. */
  abstract put(drain: Drain): Promise<void>;
  abstract remove(machine: string): Promise<void>;
}

/** Tells a connector that the answer to its next beat has news. May be lost: it beats every few seconds anyway. */
export abstract class Nudge {
  abstract beat(connector: ConnectorType, session: SessionId): void;
}

/** What a session works on: its data directory, which outlives its process. */
export const machineOf = ({ id, machine }: Pick<Session, 'id' | 'machine'>): string => machine ?? id;

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

/** Who keeps secrets. It gives values only sealed for the session that will read them. */
export abstract class SecretKeeper {
  /** @throws Fault when nobody answers */
  abstract seal(request: Omit<SealSecrets, 'v'>): Promise<SealSecretsReply>;
}

/** The streams and durable consumers this service owns. */
export abstract class Streams {
  abstract ensure(): Promise<void>;
  /** The doorbell of one pool. */
  abstract ensureBell(connector: ConnectorType, pool: Pool): Promise<void>;
}
