import type { ExecutionStatus } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { connect } from '../platform/connect.js';
import { standings } from '../standing.js';
import { executionTable } from '../view/executions.js';
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
    const { client } = connection;
    const { executions } = await client.executions({ limit, ...(status ? { status } : {}) });
    if (json) terminal.json(executions);
    else if (executions.length === 0) terminal.line('no executions yet; start one with: yard run FILE');
    else
      for (const line of executionTable(terminal, executions, await standings(client, executions), Date.now()))
        terminal.line(line);
    return exit.success;
  } finally {
    await connection.close();
  }
};
