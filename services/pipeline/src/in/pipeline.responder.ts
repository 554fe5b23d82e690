import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  ApplyPipeline as ApplyMessage,
  type ApplyPipelineReply,
  GetPipeline,
  type GetPipelineReply,
  ListPipelines,
  type ListPipelinesReply,
  rpc,
  RunPipeline as RunMessage,
  type RunPipelineReply,
  ValidatePipeline as ValidateMessage,
  type ValidatePipelineReply,
} from '@switchyard/contracts';
import { ApplyPipeline } from '../app/apply-pipeline.js';
import { ReadPipelines } from '../app/read-pipelines.js';
import { RunPipeline } from '../app/run-pipeline.js';
import { ValidatePipeline } from '../app/validate-pipeline.js';

@Controller()
export class PipelineResponder {
  constructor(
    private readonly applying: ApplyPipeline,
    private readonly reading: ReadPipelines,
    private readonly running: RunPipeline,
    private readonly validating: ValidatePipeline,
  ) {}

  @MessagePattern(rpc.pipeline.apply)
  apply(@Payload() message: ApplyMessage): Promise<ApplyPipelineReply> {
    return this.applying.run(message);
  }

  @MessagePattern(rpc.pipeline.get)
  get(@Payload() { pipelineId }: GetPipeline): Promise<GetPipelineReply> {
    return this.reading.get(pipelineId);
  }

  @MessagePattern(rpc.pipeline.list)
  list(@Payload() query: ListPipelines): Promise<ListPipelinesReply> {
    return this.reading.list(query);
  }

  @MessagePattern(rpc.pipeline.run)
  run(@Payload() message: RunMessage): Promise<RunPipelineReply> {
    return this.running.run(message);
  }

  @MessagePattern(rpc.pipeline.validate)
  validate(@Payload() message: ValidateMessage): Promise<ValidatePipelineReply> {
    return this.validating.run(message);
  }
}
