import { Controller, Delete, Get, Param, Query } from '@nestjs/common';
import {
  ExecutionParams,
  isFinal,
  type ListWorkspacesAnswer,
  ListWorkspacesQuery,
  type ProjectId,
  type RemoveWorkspacesAnswer,
} from '@switchyard/contracts';
import { HttpFault } from '@switchyard/http';
import { ReadExecution } from '../../app/read-execution.js';
import { LookAtWorkspaces } from '../../app/workspaces/look-at-workspaces.js';
import { Needs } from '../access/needs.js';
import { InProject } from '../access/request.js';
import { Audited } from '../audit/audited.js';
import { unknownExecution } from '../refused.js';

/** Folders that steps work in, on the machines of connectors. */
@Controller('/api/ci')
export class WorkspacesController {
  constructor(
    private readonly looking: LookAtWorkspaces,
    private readonly reading: ReadExecution,
  ) {}

  @Needs('executions.read')
  @Get('/workspaces')
  list(
    @Query() { limit }: ListWorkspacesQuery,
    @InProject() project: ProjectId | undefined,
  ): Promise<ListWorkspacesAnswer> {
    return this.looking.list({ limit, ...(project === undefined ? {} : { project }) });
  }

  @Needs('executions.read')
  @Get('/executions/:id/workspaces')
  async of(@Param() { id }: ExecutionParams): Promise<ListWorkspacesAnswer> {
    await this.known(id);
    return this.looking.list({ executionId: id, limit: 1_000 });
  }

  /** Of one that still runs they are in use. */
  @Needs('executions.control')
  @Audited('workspace.removed', 'execution')
  @Delete('/executions/:id/workspaces')
  async remove(@Param() { id }: ExecutionParams): Promise<RemoveWorkspacesAnswer> {
    const { status } = await this.known(id);
    if (isFinal(status)) return this.looking.remove(id);
    throw new HttpFault(409, 'validation', {
      code: 'execution-not-over',
      message: `${id} is ${status}: its steps work in its workspace`,
      suggestions: ['wait for its end, or cancel it first'],
    });
  }

  private async known(id: ExecutionParams['id']) {
    const found = await this.reading.run(id);
    if (found) return found;
    throw unknownExecution(id);
  }
}
