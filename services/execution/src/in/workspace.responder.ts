import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DescribeWorkspaces as Query, type DescribeWorkspacesReply, rpc } from '@switchyard/contracts';
import { DescribeWorkspaces } from '../app/describe-workspaces.js';

/** Whose workspaces are. */
@Controller()
export class WorkspaceResponder {
  constructor(private readonly describing: DescribeWorkspaces) {}

  @MessagePattern(rpc.execution.workspaces)
  describe(@Payload() query: Query): Promise<DescribeWorkspacesReply> {
    return this.describing.run(query);
  }
}
