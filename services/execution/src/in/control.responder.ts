import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  CancelExecution as CancelMessage,
  type CancelReply,
  PauseExecution as PauseMessage,
  type PauseReply,
  RerunExecution as RerunMessage,
  type RerunReply,
  ResumeExecution as ResumeMessage,
  type ReviewReply,
  ReviewStep as ReviewMessage,
  rpc,
} from '@switchyard/contracts';
import { traceparentOf } from '@switchyard/telemetry';
import { CancelExecution } from '../app/cancel-execution.js';
import { PauseExecution } from '../app/pause-execution.js';
import { RerunExecution } from '../app/rerun-execution.js';
import { ReviewStep } from '../app/review-step.js';

/** What people ask of executions. Each command is answered after its commit. */
@Controller()
export class ControlResponder {
  constructor(
    private readonly cancelling: CancelExecution,
    private readonly reviewing: ReviewStep,
    private readonly rerunning: RerunExecution,
    private readonly pausing: PauseExecution,
  ) {}

  @MessagePattern(rpc.execution.cancel)
  cancel(@Payload() message: CancelMessage): Promise<CancelReply> {
    return this.cancelling.run(message);
  }

  @MessagePattern(rpc.execution.approve)
  review(@Payload() message: ReviewMessage): Promise<ReviewReply> {
    return this.reviewing.run(message);
  }

  @MessagePattern(rpc.execution.rerun)
  rerun(@Payload() message: RerunMessage): Promise<RerunReply> {
    return this.rerunning.run(message, traceparentOf());
  }

  @MessagePattern(rpc.execution.pause)
  pause(@Payload() message: PauseMessage): Promise<PauseReply> {
    return this.pausing.pause(message);
  }

  @MessagePattern(rpc.execution.resume)
  resume(@Payload() message: ResumeMessage): Promise<PauseReply> {
    return this.pausing.resume(message);
  }
}
