import { ArrayMaxSize, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ConnectorType } from '../connectors.js';
import { type AttemptId, type ExecutionId, IsSortableId, type Pool, type ProjectId } from '../ids.js';
import type { ExecutionStatus } from '../statuses.js';
import { Message } from './message.js';

/** What one machine tells of at most. */
export const mostWorkspaces = 1_000;

/** Which workspaces lie on a machine. Every connector answers for its own, the newest executions first. */
export class ListWorkspaces extends Message {
  /** Only of this execution. */
  @IsOptional() @IsSortableId() executionId?: ExecutionId;
  @IsInt() @Min(1) @Max(mostWorkspaces) limit = 200;
}

/** One folder. */
export interface WorkspaceFacts {
  executionId: ExecutionId;
  /** Of a step that has one of its own; absent: all steps of the execution share it. */
  attemptId?: AttemptId;
  /** Absent: they could not be counted in time. */
  files?: number;
  bytes?: number;
}
export interface ListWorkspacesReply {
  connector: ConnectorType;
  pool: Pool;
  host: string;
  workspaces: WorkspaceFacts[];
}

/** Removes what lies of an execution on a machine. Every connector does it for its own; the same again changes nothing. */
export class RemoveWorkspace extends Message {
  @IsSortableId() executionId!: ExecutionId;
}
export interface RemoveWorkspaceReply {
  connector: ConnectorType;
  host: string;
  /** Nothing: there was none. In use: a step of it still runs there. */
  result: 'removed' | 'nothing' | 'in-use';
  /** Of what was removed. */
  bytes: number;
}

/** How the executions stand whose workspaces these are. */
export class DescribeWorkspaces extends Message {
  @IsArray() @ArrayMaxSize(10_000) @IsSortableId({ each: true }) executionIds!: ExecutionId[];
}
export interface WorkspaceStanding {
  executionId: ExecutionId;
  project: ProjectId;
  pipelineName: string;
  status: ExecutionStatus;
  /** ISO 8601 in UTC. Absent: as long as the execution runs. */
  keptUntil?: string;
}
export interface DescribeWorkspacesReply {
  /** Of those that are known. */
  standings: WorkspaceStanding[];
}
