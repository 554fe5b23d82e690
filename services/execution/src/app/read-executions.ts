import type {
  ExecutionView,
  GetExecution,
  GetExecutionReply,
  ListEvents,
  ListEventsReply,
  ListExecutions,
  ListExecutionsReply,
  ProjectLoad,
  ProjectLoadReply,
  ReadFeed,
  ReadFeedReply,
} from '@switchyard/contracts';
import { changeOf, evolve } from '@switchyard/contracts/evolve';
import { shown } from '../domain/shown.js';
import { EventHistory, Executions } from './ports.js';
import type { Survey } from './survey.js';

const page = 1_000;

/** Answers questions about executions. */
export class ReadExecutions {
  constructor(
    private readonly executions: Executions,
    private readonly history: EventHistory,
    private readonly survey: Survey,
  ) {}

  async get({ executionId, at }: Pick<GetExecution, 'executionId' | 'at'>): Promise<GetExecutionReply> {
    const found = await this.executions.find(executionId);
    if (!found) return { result: 'missing' };
    const { execution } = found;
    if (at === undefined) return { result: 'found', execution: shown(execution, await this.survey.around(execution)) };
    const view = at > execution.view.rev ? undefined : await this.viewAt(executionId, at);
    return view ? { result: 'found', execution: view } : { result: 'missing' };
  }

  async list(query: ListExecutions): Promise<ListExecutionsReply> {
    const rows = await this.executions.list({ ...query, limit: query.limit + 1 });
    const more = rows.length > query.limit;
    // Those that follow `after` are the oldest of what was found.
    const executions = query.after !== undefined && more ? rows.slice(1) : rows.slice(0, query.limit);
    const [newest, oldest] = [executions.at(0)?.id, executions.at(-1)?.id];
    const isLast = query.after === undefined && !more;
    return {
      executions,
      ...(isLast || oldest === undefined ? {} : { next: oldest }),
      ...(newest === undefined ? {} : { previous: newest }),
    };
  }

  /** From the history and, for the newest, the outbox: nothing is missing at any moment. */
  async events({ executionId, after, limit }: Omit<ListEvents, 'v'>): Promise<ListEventsReply> {
    const found = await this.executions.find(executionId);
    const events = await this.history.read(executionId, after, limit);
    const last = events.at(-1)?.data.rev ?? after;
    const pending = found?.outbox.filter(event => event.data.rev > last) ?? [];
    return { events: [...events, ...pending].slice(0, limit) };
  }

  feed(query: ReadFeed): Promise<ReadFeedReply> {
    return this.history.feed(query);
  }

  load({ project }: ProjectLoad): Promise<ProjectLoadReply> {
    return this.executions.load(project);
  }

  /** The fold of the first `at` events. */
  private async viewAt(executionId: GetExecution['executionId'], at: number): Promise<ExecutionView | undefined> {
    let view: ExecutionView | undefined;
    for (let rev = 0; rev < at;) {
      const { events } = await this.events({ executionId, after: rev, limit: Math.min(page, at - rev) });
      if (events.length === 0) return undefined;
      view = events.map(changeOf).reduce<ExecutionView | undefined>(evolve, view);
      rev += events.length;
    }
    return view;
  }
}
