import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  KeepArtifact as KeepMessage,
  type KeepArtifactReply,
  ListArtifacts as ListMessage,
  type ListArtifactsReply,
  rpc,
} from '@switchyard/contracts';
import { KeepArtifact } from '../app/artifacts/keep-artifact.js';
import { ListArtifacts } from '../app/artifacts/list-artifacts.js';

/** Files that steps left. */
@Controller()
export class ArtifactResponder {
  constructor(
    private readonly keeping: KeepArtifact,
    private readonly listing: ListArtifacts,
  ) {}

  @MessagePattern(rpc.execution.keepArtifact)
  keep(@Payload() message: KeepMessage): Promise<KeepArtifactReply> {
    return this.keeping.run(message);
  }

  @MessagePattern(rpc.execution.artifacts)
  list(@Payload() query: ListMessage): Promise<ListArtifactsReply> {
    return this.listing.run(query);
  }
}
