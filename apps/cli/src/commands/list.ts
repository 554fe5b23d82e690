import type { ExecutionStatus } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { connect } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { between, duration } from '../view/duration.js';
import { markOf, painted } from '../view/status.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

export interface ListOptions {
  limit: number;
  status?: ExecutionStatus;
  json: boolean;
  data?: string;
}

/** The newest executions. */
export const list = async (terminal: Terminal, { limit, status, json, data }: ListOptions): Promise<number> => {
  const connection = await connect(terminal, { data });
  try {
    const { executions } = await connection.client.executions({ limit, ...(status ? { status } : {}) });
    if (json) terminal.json(executions);
    else if (executions.length === 0) terminal.line('no executions yet; start one with: yard run FILE');
    else {
      const now = Date.now();
      const rows = executions.map(one => [
        one.id,
        plain(one.pipelineName),
        `${markOf(one.status)} ${one.status}`,
        `${duration(now - Date.parse(one.createdAt))} ago`,
        between(one.startedAt, one.finishedAt, now),
        plain(one.trigger.branch ?? ''),
      ]);
      const paint = (cell: string, column: number, row: number) =>
        column === 2 && row >= 0 ? painted(terminal, executions[row]?.status ?? 'pending', cell) : cell;
      for (const line of table(['execution', 'pipeline', 'status', 'created', 'time', 'branch'], rows, paint))
        terminal.line(line);
    }
    return exit.success;
  } finally {
    await connection.close();
  }
};
