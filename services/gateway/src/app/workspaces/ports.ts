import type {
  ExecutionId,
  ListWorkspacesReply,
  ProjectId,
  RemoveWorkspaceReply,
  WorkspaceStanding,
} from '@switchyard/contracts';

/** What machines answered, and how many that live did not. */
export interface Gathered<Reply> {
  replies: Reply[];
  silent: number;
}

/** Folders of executions on the machines of connectors. */
export abstract class Workspaces {
  abstract list(filter: { executionId?: ExecutionId }): Promise<Gathered<ListWorkspacesReply>>;
  /** Harmless twice. */
  abstract remove(executionId: ExecutionId): Promise<Gathered<RemoveWorkspaceReply>>;
  /** Of those that are known. */
  abstract standings(executionIds: ExecutionId[]): Promise<WorkspaceStanding[]>;
}

export interface WorkspaceFilter {
  executionId?: ExecutionId;
  project?: ProjectId;
  limit: number;
}
