import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { BytesReply } from '@switchyard/bus';
import {
  ExplainExecution as ExplainMessage,
  type ExplainReply,
  GetExecution,
  type GetExecutionReply,
  ListDeployments as DeploymentsMessage,
  type ListDeploymentsReply,
  ListEvents,
  type ListEventsReply,
  ListExecutions,
  type ListExecutionsReply,
  ProjectLoad,
  type ProjectLoadReply,
  ReadFeed,
  type ReadFeedReply,
  ReadLog as ReadLogMessage,
  rpc,
} from '@switchyard/contracts';
import { ExplainExecution } from '../app/explain-execution.js';
import { ListDeployments } from '../app/list-deployments.js';
import { ReadExecutions } from '../app/read-executions.js';
import { ReadLog } from '../app/read-log.js';

/** Questions; nothing changes. */
@Controller()
export class QueryResponder {
  constructor(
    private readonly reading: ReadExecutions,
    private readonly log: ReadLog,
    private readonly explaining: ExplainExecution,
    private readonly deployments: ListDeployments,
  ) {}

  @MessagePattern(rpc.execution.get)
  get(@Payload() query: GetExecution): Promise<GetExecutionReply> {
    return this.reading.get(query);
  }

  @MessagePattern(rpc.execution.list)
  list(@Payload() query: ListExecutions): Promise<ListExecutionsReply> {
    return this.reading.list(query);
  }

  @MessagePattern(rpc.execution.deployments)
  deploying(@Payload() query: DeploymentsMessage): Promise<ListDeploymentsReply> {
    return this.deployments.run(query);
  }

  @MessagePattern(rpc.execution.events)
  events(@Payload() query: ListEvents): Promise<ListEventsReply> {
    return this.reading.events(query);
  }

  @MessagePattern(rpc.execution.feed)
  feed(@Payload() query: ReadFeed): Promise<ReadFeedReply> {
    return this.reading.feed(query);
  }

  @MessagePattern(rpc.execution.load)
  load(@Payload() query: ProjectLoad): Promise<ProjectLoadReply> {
    return this.reading.load(query);
  }

  @MessagePattern(rpc.execution.why)
  why(@Payload() query: ExplainMessage): Promise<ExplainReply> {
    return this.explaining.run(query);
  }

  @MessagePattern(rpc.execution.logs)
  async logs(@Payload() query: ReadLogMessage): Promise<BytesReply> {
    const { facts, bytes } = await this.log.run(query);
    return new BytesReply(facts, bytes);
  }
}
