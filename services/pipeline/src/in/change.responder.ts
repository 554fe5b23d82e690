import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type ChangePipelineReply,
  DiffPipeline,
  type DiffPipelineReply,
  GetVersion,
  type GetVersionReply,
  ListVersions,
  type ListVersionsReply,
  RemovePipeline,
  ReplacePipeline,
  RollBackPipeline,
  rpc,
  SwitchPipeline,
} from '@switchyard/contracts';
import { ChangePipeline } from '../app/change-pipeline.js';
import { MarkPipeline } from '../app/mark-pipeline.js';
import { ReadVersions } from '../app/read-versions.js';

/** Changes of pipelines that are there, and their history. */
@Controller()
export class ChangeResponder {
  constructor(
    private readonly changing: ChangePipeline,
    private readonly marking: MarkPipeline,
    private readonly reading: ReadVersions,
  ) {}

  @MessagePattern(rpc.pipeline.replace)
  replace(@Payload() message: ReplacePipeline): Promise<ChangePipelineReply> {
    return this.changing.replace(message);
  }

  @MessagePattern(rpc.pipeline.rollBack)
  rollBack(@Payload() message: RollBackPipeline): Promise<ChangePipelineReply> {
    return this.changing.rollBack(message);
  }

  @MessagePattern(rpc.pipeline.switch)
  switch(@Payload() message: SwitchPipeline): Promise<ChangePipelineReply> {
    return this.marking.switch(message);
  }

  @MessagePattern(rpc.pipeline.remove)
  remove(@Payload() message: RemovePipeline): Promise<ChangePipelineReply> {
    return this.marking.remove(message);
  }

  @MessagePattern(rpc.pipeline.versions)
  versions(@Payload() query: ListVersions): Promise<ListVersionsReply> {
    return this.reading.list(query);
  }

  @MessagePattern(rpc.pipeline.version)
  version(@Payload() query: GetVersion): Promise<GetVersionReply> {
    return this.reading.get(query);
  }

  @MessagePattern(rpc.pipeline.diff)
  diff(@Payload() query: DiffPipeline): Promise<DiffPipelineReply> {
    return this.reading.diff(query);
  }
}
