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

  async list({ project, after, limit }: ListPipelines): Promise<ListPipelinesReply> {
    const rows = await this.pipelines.list({
      limit: limit + 1,
      ...(project === undefined ? {} : { project }),
      ...(after === undefined ? {} : { after: placeOf(after) }),
    });
    const page = rows.slice(0, limit);
    const pipelines = await Promise.all(page.map(async row => viewOf(row, await this.models.of(row))));
    const last = page.at(-1);
    return rows.length > limit && last ? { pipelines, next: `${last.name}${separator}${last.id}` } : { pipelines };
  }
}

/** No name holds it. */
const separator = '\t';

const placeOf = (after: string) => {
  const [name = '', id] = after.split(separator);
  return id === undefined ? { name } : { name, id: id as PipelineId };
};
