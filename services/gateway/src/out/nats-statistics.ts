import type { Bus } from '@switchyard/bus';
import {
  type LatestExecutions,
  type LatestExecutionsReply,
  type PipelineId,
  type ReadStartsReply,
  type ReadStatistics,
  rpc,
  type Statistics,
} from '@switchyard/contracts';
import { StatisticsService } from '../app/statistics/ports.js';
import { patience } from './patience.js';

export class NatsStatistics extends StatisticsService {
  constructor(private readonly bus: Bus) {
    super();
  }

  statistics(query: Omit<ReadStatistics, 'v'>): Promise<Statistics> {
    return this.bus.call(rpc.execution.statistics, { v: 1, ...query }, patience);
  }

  latest(query: Omit<LatestExecutions, 'v'>): Promise<LatestExecutionsReply> {
    return this.bus.call(rpc.execution.latest, { v: 1, ...query }, patience);
  }

  starts(pipelineId: PipelineId): Promise<ReadStartsReply> {
    return this.bus.call(rpc.pipeline.starts, { v: 1, pipelineId }, patience);
  }
}
