import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AdoptAttempts as AdoptMessage,
  type AdoptReply,
  Beat,
  type BeatReply,
  ClaimAttempt as ClaimMessage,
  type ClaimReply,
  CreateExecution as CreateMessage,
  type CreateExecutionReply,
  PublishPorts as PublishMessage,
  type PublishPortsReply,
  ReportAttempt as ReportMessage,
  type ReportReply,
  rpc,
} from '@switchyard/contracts';
import { traceparentOf } from '@switchyard/telemetry';
import { AdoptAttempts } from '../app/adopt-attempts.js';
import { ClaimAttempt } from '../app/claim-attempt.js';
import { CreateExecution } from '../app/create-execution.js';
import { PublishPorts } from '../app/publish-ports.js';
import { ReportAttempt } from '../app/report-attempt.js';
import { TakeBeat } from '../app/take-beat.js';

/** What the pipeline service and connectors say. Each command is answered after its commit. */
@Controller()
export class CommandResponder {
  constructor(
    private readonly creating: CreateExecution,
    private readonly claiming: ClaimAttempt,
    private readonly reporting: ReportAttempt,
    private readonly publishing: PublishPorts,
    private readonly beating: TakeBeat,
    private readonly adopting: AdoptAttempts,
  ) {}

  @MessagePattern(rpc.execution.create)
  create(@Payload() message: CreateMessage): Promise<CreateExecutionReply> {
    return this.creating.run(message, traceparentOf());
  }

  @MessagePattern(rpc.execution.claim)
  claim(@Payload() message: ClaimMessage): Promise<ClaimReply> {
    return this.claiming.run(message);
  }

  @MessagePattern(rpc.execution.report)
  report(@Payload() message: ReportMessage): Promise<ReportReply> {
    return this.reporting.run(message);
  }

  @MessagePattern(rpc.execution.publishPorts)
  publishPorts(@Payload() message: PublishMessage): Promise<PublishPortsReply> {
    return this.publishing.run(message);
  }

  @MessagePattern(rpc.execution.beat)
  beat(@Payload() message: Beat): Promise<BeatReply> {
    return this.beating.run(message);
  }

  @MessagePattern(rpc.execution.adopt)
  adopt(@Payload() message: AdoptMessage): Promise<AdoptReply> {
    return this.adopting.run(message);
  }
}
