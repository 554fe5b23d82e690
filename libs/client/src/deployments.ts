import type { ListDeploymentsReply } from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

export interface ListDeploymentsOptions {
  project?: string;
  environment?: string;
  /** `next` of the page before. */
  before?: string;
  /** Executions that are looked at. */
  limit?: number;
}

/** What steps did to environments. Every method throws {@link YardError}. */
export class DeploymentRequests {
  constructor(private readonly requests: Requests) {}

  /** Those of the newest executions first. */
  list(options: ListDeploymentsOptions = {}): Promise<ListDeploymentsReply> {
    return this.requests.json(`/api/ci/deployments${queryOf({ ...options })}`);
  }
}
