import type { Bus } from '@switchyard/bus';
import {
  type DescribeWorkspacesReply,
  type ExecutionId,
  type ListAgentsReply,
  type ListWorkspacesReply,
  mostWorkspaces,
  type RemoveWorkspaceReply,
  rpc,
  type WorkspaceStanding,
} from '@switchyard/contracts';
import type { Millis } from '@switchyard/kernel';
import { type Gathered, Workspaces } from '../app/workspaces/ports.js';
import { patience } from './patience.js';

/** Counting takes machines 1.5 s at most. */
const listWithinMs: Millis = 2_500;
/** Many files take their time to go. */
const removeWithinMs: Millis = 30_000;

export class NatsWorkspaces extends Workspaces {
  constructor(private readonly bus: Bus) {
    super();
  }

  list({ executionId }: { executionId?: ExecutionId }): Promise<Gathered<ListWorkspacesReply>> {
    const query = { v: 1, limit: mostWorkspaces, ...(executionId === undefined ? {} : { executionId }) };
    return this.gather(rpc.workspace.list, query, listWithinMs);
  }

  remove(executionId: ExecutionId): Promise<Gathered<RemoveWorkspaceReply>> {
    return this.gather(rpc.workspace.remove, { v: 1, executionId }, removeWithinMs);
  }

  async standings(executionIds: ExecutionId[]): Promise<WorkspaceStanding[]> {
    const query = { v: 1, executionIds };
    return (await this.bus.call<DescribeWorkspacesReply>(rpc.execution.workspaces, query, patience)).standings;
  }

  /** From every connector that is known to live. */
  private async gather<Reply>(subject: string, message: object, withinMs: Millis): Promise<Gathered<Reply>> {
    const { agents } = await this.bus.call<ListAgentsReply>(rpc.registry.list, { v: 1 }, patience);
    const count = agents.filter(agent => agent.alive && agent.connector !== undefined).length;
    const replies = await this.bus.gather<Reply>(subject, message, { count, withinMs });
    return { replies, silent: count - replies.length };
  }
}
