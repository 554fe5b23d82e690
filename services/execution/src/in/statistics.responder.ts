import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  LatestExecutions,
  type LatestExecutionsReply,
  ReadStatistics as ReadMessage,
  rpc,
  type Statistics,
} from '@switchyard/contracts';
import { ReadStatistics } from '../app/statistics/read-statistics.js';

/** How executions have been. */
@Controller()
export class StatisticsResponder {
  constructor(private readonly reading: ReadStatistics) {}

  @MessagePattern(rpc.execution.statistics)
  statistics(@Payload() query: ReadMessage): Promise<Statistics> {
    return this.reading.run(query);
  }

  @MessagePattern(rpc.execution.latest)
  latest(@Payload() query: LatestExecutions): Promise<LatestExecutionsReply> {
    return this.reading.latest(query);
  }
}
