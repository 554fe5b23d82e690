import type { DescribeWorkspaces as Query, DescribeWorkspacesReply } from '@switchyard/contracts';
import { isoTime, type Millis } from '@switchyard/kernel';
import { workspaceKeptUntil } from '../domain/workspace.js';
import type { Executions } from './ports.js';

/** Says of executions how they stand, and how long their workspaces are kept. */
export class DescribeWorkspaces {
  constructor(
    private readonly executions: Executions,
    private readonly workspaceKeptMs: Millis,
  ) {}

  async run({ executionIds }: Query): Promise<DescribeWorkspacesReply> {
    const found = await this.executions.standings(executionIds);
    const standings = [...found].map(([executionId, standing]) => {
      const { project, pipelineName, status } = standing;
      const until = workspaceKeptUntil(standing, this.workspaceKeptMs);
      const keptUntil = until === undefined ? {} : { keptUntil: isoTime(until) };
      return { executionId, project, pipelineName, status, ...keptUntil };
    });
    return { standings };
  }
}
