import type { GetPipelineReply, ListPipelines, ListPipelinesReply, PipelineId } from '@switchyard/contracts';
import { viewOf } from './pipeline-view.js';
import type { Pipelines } from './ports.js';
import type { ReadModel } from './read-model.js';

/** Answers questions about pipelines. */
export class ReadPipelines {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly models: ReadModel,
  ) {}

  async get(id: PipelineId): Promise<GetPipelineReply> {
    const found = await this.pipelines.find(id);
    if (!found) return { result: 'missing' };
    return { result: 'found', pipeline: viewOf(found, await this.models.of(found)), yaml: found.yaml };
  }

  async list(query: ListPipelines): Promise<ListPipelinesReply> {
    const rows = await this.pipelines.list({ ...query, limit: query.limit + 1 });
    const page = rows.slice(0, query.limit);
    const pipelines = await Promise.all(page.map(async row => viewOf(row, await this.models.of(row))));
    const last = page.at(-1);
    return rows.length > query.limit && last ? { pipelines, next: last.name } : { pipelines };
  }
}
