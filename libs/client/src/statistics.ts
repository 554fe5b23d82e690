import type {
  BadgeAnswer,
  LatestOfPipeline,
  LatestExecutionsReply,
  PipelineId,
  PipelineStarts,
  Statistics,
} from '@switchyard/contracts';
import { queryOf, type Requests } from './requests.js';

/** How the executions of one platform have been, and what starts them. Every method throws {@link YardError}. */
export class StatisticsRequests {
  constructor(private readonly requests: Requests) {}

  /** @param days that end now; 30 unless told otherwise, 90 at most */
  ofPipeline(id: PipelineId, days?: number): Promise<Statistics> {
    return this.requests.json(`${pathOf(id, 'statistics')}${queryOf({ days })}`);
  }

  ofProject(project: string, days?: number): Promise<Statistics> {
    return this.requests.json(`/api/ci/projects/${encodeURIComponent(project)}/statistics${queryOf({ days })}`);
  }

  /** The last executions of at most 200 pipelines, newest first: in one request. */
  async latest(
    ids: readonly PipelineId[],
    query: { project?: string; branch?: string; last?: number } = {},
  ): Promise<LatestOfPipeline[]> {
    if (ids.length === 0) return [];
    const path = `/api/ci/executions/latest${queryOf({ pipelines: ids.join(','), ...query })}`;
    return (await this.requests.json<LatestExecutionsReply>(path)).pipelines;
  }

  /** What starts a pipeline by itself and when, and what a trigger by hand gives. */
  starts(id: PipelineId): Promise<PipelineStarts> {
    return this.requests.json(pathOf(id, 'starts'));
  }

  badge(id: PipelineId): Promise<BadgeAnswer> {
    return this.requests.json(pathOf(id, 'badge'));
  }
}

const pathOf = (id: PipelineId, what: string) => `/api/ci/pipelines/${encodeURIComponent(id)}/${what}`;
