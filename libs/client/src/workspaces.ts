import type { ExecutionId, ListWorkspacesAnswer, RemoveWorkspacesAnswer } from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

/** Folders of executions on the machines of connectors. Every method throws {@link YardError}. */
export class WorkspaceRequests {
  constructor(private readonly requests: Requests) {}

  /** Those of the newest executions first. */
  list(query: { project?: string; limit?: number } = {}): Promise<ListWorkspacesAnswer> {
    return this.requests.json(`/api/ci/workspaces${queryOf({ ...query })}`);
  }

  of(id: ExecutionId): Promise<ListWorkspacesAnswer> {
    return this.requests.json(pathOf(id));
  }

  /** Only of an execution that has ended. */
  remove(id: ExecutionId): Promise<RemoveWorkspacesAnswer> {
    return this.requests.json(pathOf(id), { method: 'DELETE' });
  }
}

const pathOf = (id: ExecutionId) => `/api/ci/executions/${encodeURIComponent(id)}/workspaces`;
