import type {
  LatestExecutions,
  LatestExecutionsReply,
  PipelineId,
  ReadStartsReply,
  ReadStatistics,
  Statistics,
} from '@switchyard/contracts';

/** The execution service, of how executions have been; and the pipeline service, of what starts them. */
export abstract class StatisticsService {
  abstract statistics(query: Omit<ReadStatistics, 'v'>): Promise<Statistics>;
  abstract latest(query: Omit<LatestExecutions, 'v'>): Promise<LatestExecutionsReply>;
  abstract starts(id: PipelineId): Promise<ReadStartsReply>;
}
