import type {
  ExecutionId,
  GetExecutionReply,
  ListEvents,
  ListEventsReply,
  ListExecutions,
  ListExecutionsReply,
} from '@switchyard/contracts';
import { EventHistory, Executions } from './ports.js';

/** Answers questions about executions. */
export class ReadExecutions {
  constructor(
    private readonly executions: Executions,
    private readonly history: EventHistory,
  ) {}

  async get(id: ExecutionId): Promise<GetExecutionReply> {
    const found = await this.executions.find(id);
    return found ? { result: 'found', execution: found.execution.view } : { result: 'missing' };
  }

  async list(query: ListExecutions): Promise<ListExecutionsReply> {
    const rows = await this.executions.list({ ...query, limit: query.limit + 1 });
    const executions = rows.slice(0, query.limit);
    const last = executions.at(-1);
    return rows.length > query.limit && last ? { executions, next: last.id } : { executions };
  }

  /** From the history and, for the newest, the outbox: nothing is missing at any moment. */
  async events({ executionId, after, limit }: ListEvents): Promise<ListEventsReply> {
    const found = await this.executions.find(executionId);
    const events = await this.history.read(executionId, after, limit);
    const last = events.at(-1)?.data.rev ?? after;
    const pending = found?.outbox.filter(event => event.data.rev > last) ?? [];
    return { events: [...events, ...pending].slice(0, limit) };
  }
}
