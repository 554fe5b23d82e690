import type {
  GetPipelineReply,
  ListPipelines,
  ListPipelinesReply,
  PipelineId,
  PipelineOrder,
  PipelineView,
} from '@switchyard/contracts';
import { Fault, isSortableId } from '@switchyard/kernel';
import { keptName, separator } from '../domain/pipeline-name.js';
import type { CurrentPipelines } from './current-pipelines.js';
import { summaryOf, viewOf } from './pipeline-view.js';
import type { ListedPipeline, Page, Pipelines } from './ports.js';
import type { ReadModel } from './read-model.js';

/** Characters of one page: it must fit one message, and a pipeline may have a thousand steps with long names. */
const largestPage = 1_048_576;

/** Answers questions about pipelines. */
export class ReadPipelines {
  constructor(
    private readonly pipelines: Pipelines,
    private readonly current: CurrentPipelines,
    private readonly models: ReadModel,
  ) {}

  async get(id: PipelineId): Promise<GetPipelineReply> {
    const found = await this.current.find(id);
    if (!found) return { result: 'missing' };
    const pipeline = found.summary ? viewOf(found) : viewOf(found, summaryOf(await this.models.of(found)));
    return { result: 'found', pipeline, yaml: found.yaml };
  }

  /** @throws Fault `bad-cursor` */
  async list(query: ListPipelines): Promise<ListPipelinesReply> {
    const { limit, sort = 'name' } = query;
    const rows = await this.pipelines.list({ ...pageOf(query), limit: limit + 1 });
    const pipelines: PipelineView[] = [];
    let room = largestPage;
    let last: ListedPipeline | undefined;
    for (const row of rows.slice(0, limit)) {
      const view = await this.view(row);
      room -= JSON.stringify(view).length;
      if (room < 0 && last) break;
      pipelines.push(view);
      last = row;
    }
    return rows.length > pipelines.length && last ? { pipelines, next: cursorOf(last, sort) } : { pipelines };
  }

  private async view(row: ListedPipeline): Promise<PipelineView> {
    if (row.summary) return viewOf(row);
    const found = await this.pipelines.find(row.id);
    return viewOf(row, summaryOf(found && (await this.models.of(found))));
  }
}

const cursorOf = (row: ListedPipeline, sort: PipelineOrder): string =>
  `${sort === 'name' ? keptName(row) : row.updatedAt}${separator}${row.id}`;

const pageOf = ({ v: _v, limit: _limit, name, after, ...rest }: ListPipelines): Omit<Page, 'limit'> => ({
  ...rest,
  ...(name === undefined ? {} : { part: name }),
  ...(after === undefined ? {} : { after: placeOf(after, rest.sort) }),
});

/** A cursor is what a row is sorted by, and its id; a name alone may stand for one too. */
const placeOf = (after: string, sort: PipelineOrder = 'name'): NonNullable<Page['after']> => {
  const end = after.lastIndexOf(separator);
  const id = after.slice(end + 1);
  if (end >= 0 && isSortableId(id)) return { key: after.slice(0, end), id: id as PipelineId };
  if (sort === 'name' && end < 0) return { key: after };
  throw new Fault({
    code: 'bad-cursor',
    message: `after is no place in this list: ${JSON.stringify(after.slice(0, 60))}`,
    blame: 'user',
    retry: false,
    suggestions: ['use next of the page before', 'leave it out to begin at the beginning'],
  });
};
