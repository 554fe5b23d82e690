import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { ConnectorType } from '../connectors.js';
import { IsSlug, type Pool, type ProjectId } from '../ids.js';
import type { WorkspaceFacts, WorkspaceStanding } from '../messages/workspace-messages.js';

/** `GET /api/ci/workspaces`: those of the newest executions first. */
export class ListWorkspacesQuery {
  @IsOptional() @IsSlug() project?: ProjectId;
  @Type(() => Number) @IsInt() @Min(1) @Max(1_000) limit = 200;
}

/** One folder on one machine, and the execution it is of. */
export interface WorkspaceView extends WorkspaceFacts, WorkspaceStanding {
  connector: ConnectorType;
  pool: Pool;
  host: string;
}

export interface ListWorkspacesAnswer {
  workspaces: WorkspaceView[];
  /** Connectors that live and did not answer in time: what lies there is not in the list. */
  silent: number;
}

/** `DELETE /api/ci/executions/:id/workspaces` */
export interface RemoveWorkspacesAnswer {
  /** Machines on which something was removed. */
  removed: number;
  bytes: number;
  /** Machines where a step of it still runs, so that nothing was removed there. */
  inUse: number;
  silent: number;
}
