import { IsBoolean, IsOptional, IsUUID, Length } from 'class-validator';
import type { ConnectorType } from '../connectors.js';
import type { AttemptId, ExecutionId, Pool, ProjectId, SessionId, StepId } from '../ids.js';
import { Message } from './message.js';

/** Connectors that were heard of within a minute. */
export class ListConnectors extends Message {}

/** A step that a connector runs now. */
export interface ConnectorAttempt {
  attemptId: AttemptId;
  executionId: ExecutionId;
  project: ProjectId;
  pipelineName: string;
  stepId: StepId;
  stepName: string;
  startedAt?: string;
}

/** Somebody wants a machine to take no new steps. */
export interface DrainView {
  actor: string;
  at: string;
  reason?: string;
  /** The connector has said that it takes none. */
  heard: boolean;
}

/** One process that runs steps. */
export interface ConnectorView {
  session: SessionId;
  connector: ConnectorType;
  pool: Pool;
  host: string;
  slots: number;
  /** Slots in use. */
  running: number;
  /** What runs in them, as far as it may be shown. */
  attempts: ConnectorAttempt[];
  lastBeatAt: string;
  /** It beat within the time after which it would be shown as unreachable. */
  alive: boolean;
  drain?: DrainView;
}
export interface ListConnectorsReply {
  connectors: ConnectorView[];
}

/** Has the machine of a session take no new steps, or take them again. What runs goes on. Again is harmless. */
export class DrainConnector extends Message {
  @IsUUID() session!: SessionId;
  @IsBoolean() drain!: boolean;
  @Length(1, 200) actor!: string;
  @IsOptional() @Length(1, 500) reason?: string;
}
export type DrainConnectorReply = { result: 'ok'; connector: ConnectorView } | { result: 'unknown-session' };
