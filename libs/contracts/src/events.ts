import type { AttemptId, ExecutionId, Pool, ProjectId, SessionId, StepId } from './ids.js';
import type { ConnectorType } from './connectors.js';
import type { ArtifactNote, Cause, ExecutionView } from './execution-view.js';
import type { ExecutionStatus, FailureClass, StepStatus } from './statuses.js';
import type { PortNote } from './step-ports.js';

interface AttemptFacts {
  stepId: StepId;
  attemptId: AttemptId;
  n: number;
}

/** What each type of event says; together they rebuild the execution. */
export interface EventData {
  /** The whole execution as it was planned, before anything happened. */
  'execution.created': { execution: ExecutionView };
  /** Its concurrency group lets it start. */
  'execution.admitted': { group: string };
  'execution.started': Record<never, never>;
  'execution.paused': { actor: string; reason?: string };
  'execution.resumed': { actor: string };
  /** Somebody asked for the end; running steps are being stopped. */
  'execution.cancelling': { reason: string; actor: string; force?: boolean; cause?: Cause };
  'execution.finished': { status: ExecutionStatus; reason?: string };
  'stage.started': { stageId: string };
  'stage.finished': { stageId: string; status: StepStatus };
  /** People must agree before it runs. */
  'step.held': { stepId: StepId; by: string[]; quorum: number; expiresAt?: string };
  'step.reviewed': { stepId: StepId; actor: string; verdict: 'approve' | 'reject'; comment?: string };
  'step.queued': AttemptFacts & { connector: ConnectorType; pool: Pool };
  'step.started': AttemptFacts & { session: SessionId };
  /** The attempt now belongs to another session of its connector; the command went on running. */
  'step.adopted': AttemptFacts & { session: SessionId };
  /** Its ports are reached there until its end. Said again, these are all it has. */
  'step.published': AttemptFacts & { ports: PortNote[] };
  /** Files that it left are kept; another of the same name takes the place of this one. */
  'artifact.kept': AttemptFacts & { artifact: ArtifactNote };
  /** It is being stopped, and the rest of its execution is not. */
  'step.stopping': AttemptFacts & { reason: string; cause: Cause };
  /**
   * An attempt ended and another will follow, not before `retryAt`; with `movedTo`, on that connector. One that was
   * moved on before anybody took it never began, and is fenced.
   */
  'step.retrying': AttemptFacts & AttemptEnd & { retryAt: string; movedTo?: ConnectorType };
  'step.finished': AttemptFacts &
    AttemptEnd & { status: StepStatus; outputs?: Record<string, string>; warning?: string; cached?: boolean };
  /** The step ended without an attempt of its own. */
  'step.skipped': {
    stepId: StepId;
    status: 'skipped' | 'cancelled' | 'timeout' | 'failed';
    reason: string;
    cause: Cause;
    failure?: FailureClass;
    /** The attempt that was queued and will not be run. */
    attemptId?: AttemptId;
  };
}

/** How an attempt ended. */
export interface AttemptEnd {
  attemptStatus: 'done' | 'lost' | 'fenced';
  failure?: FailureClass;
  reason?: string;
  exitCode?: number;
  signal?: string;
  startedAt?: string;
  finishedAt?: string;
  logBytes?: number;
  droppedBytes?: number;
}

export type EventType = keyof EventData;

export const eventTypes = [
  'execution.created',
  'execution.admitted',
  'execution.started',
  'execution.paused',
  'execution.resumed',
  'execution.cancelling',
  'execution.finished',
  'stage.started',
  'stage.finished',
  'step.held',
  'step.reviewed',
  'step.queued',
  'step.started',
  'step.adopted',
  'step.published',
  'artifact.kept',
  'step.stopping',
  'step.retrying',
  'step.finished',
  'step.skipped',
] as const satisfies readonly EventType[];

/** A CloudEvents 1.0 envelope in JSON (github.com/cloudevents/spec, json-format.md). */
export interface YardEventOf<Type extends EventType> {
  specversion: '1.0';
  /** `<execution>:<rev>`. */
  id: string;
  source: '/switchyard/execution';
  type: Type;
  /** The execution, with the step behind a slash where the event is about one. */
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  /** W3C trace context of the execution. */
  traceparent?: string;
  data: EventData[Type] & { v: 1; project: ProjectId; executionId: ExecutionId; rev: number };
}

export type YardEvent = { [Type in EventType]: YardEventOf<Type> }[EventType];
