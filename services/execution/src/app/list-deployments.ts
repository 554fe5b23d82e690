import type { ListDeployments as ListMessage, ListDeploymentsReply } from '@switchyard/contracts';
import { deploymentsOf } from '../domain/deployments.js';
import { Executions } from './ports.js';

/** What steps did to environments. */
export class ListDeployments {
  constructor(private readonly executions: Executions) {}

  async run({ v: _, limit, ...query }: ListMessage): Promise<ListDeploymentsReply> {
    const found = await this.executions.deploying({ ...query, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      deployments: page.flatMap(view => deploymentsOf(view, query.environment)),
      ...(found.length > limit && last ? { next: last.id } : {}),
    };
  }
}
