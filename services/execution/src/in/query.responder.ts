import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { BytesReply } from '@switchyard/bus';
import {
  GetExecution,
  type GetExecutionReply,
  ListEvents,
  type ListEventsReply,
  ListExecutions,
  type ListExecutionsReply,
  ReadLog as ReadLogMessage,
  rpc,
} from '@switchyard/contracts';
import { ReadExecutions } from '../app/read-executions.js';
import { ReadLog } from '../app/read-log.js';

/** Questions; nothing changes. */
@Controller()
export class QueryResponder {
  constructor(
    private readonly reading: ReadExecutions,
    private readonly log: ReadLog,
  ) {}

  @MessagePattern(rpc.execution.get)
  get(@Payload() { executionId }: GetExecution): Promise<GetExecutionReply> {
    return this.reading.get(executionId);
  }

  @MessagePattern(rpc.execution.list)
  list(@Payload() query: ListExecutions): Promise<ListExecutionsReply> {
    return this.reading.list(query);
  }

  @MessagePattern(rpc.execution.events)
  events(@Payload() query: ListEvents): Promise<ListEventsReply> {
    return this.reading.events(query);
  }

  @MessagePattern(rpc.execution.logs)
  async logs(@Payload() query: ReadLogMessage): Promise<BytesReply> {
    const { facts, bytes } = await this.log.run(query);
    return new BytesReply(facts, bytes);
  }
}
