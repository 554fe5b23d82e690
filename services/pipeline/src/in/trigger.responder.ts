import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  CheckInputs,
  type CheckInputsReply,
  DeliverEvent as DeliverMessage,
  type DeliverEventReply,
  DeliverToProject as DeliverToAllMessage,
  type DeliverToProjectReply,
  ListDeliveries,
  type ListDeliveriesReply,
  ReadStarts as ReadStartsMessage,
  type ReadStartsReply,
  rpc,
} from '@switchyard/contracts';
import { CheckTriggerInputs } from '../app/check-trigger-inputs.js';
import { DeliverEvent } from '../app/deliver-event.js';
import { DeliverToProject } from '../app/deliver-to-project.js';
import { ReadDeliveries } from '../app/read-deliveries.js';
import { ReadStarts } from '../app/read-starts.js';

@Controller()
export class TriggerResponder {
  constructor(
    private readonly delivering: DeliverEvent,
    private readonly deliveringToAll: DeliverToProject,
    private readonly reading: ReadDeliveries,
    private readonly checking: CheckTriggerInputs,
    private readonly starting: ReadStarts,
  ) {}

  @MessagePattern(rpc.pipeline.deliver)
  deliver(@Payload() message: DeliverMessage): Promise<DeliverEventReply> {
    return this.delivering.run(message);
  }

  @MessagePattern(rpc.pipeline.deliverToProject)
  deliverToProject(@Payload() message: DeliverToAllMessage): Promise<DeliverToProjectReply> {
    return this.deliveringToAll.run(message);
  }

  @MessagePattern(rpc.pipeline.deliveries)
  deliveries(@Payload() query: ListDeliveries): Promise<ListDeliveriesReply> {
    return this.reading.list(query);
  }

  @MessagePattern(rpc.pipeline.inputs)
  inputs(@Payload() message: CheckInputs): Promise<CheckInputsReply> {
    return this.checking.run(message);
  }

  @MessagePattern(rpc.pipeline.starts)
  starts(@Payload() query: ReadStartsMessage): Promise<ReadStartsReply> {
    return this.starting.run(query);
  }
}
