import type { ListExecutionsOptions } from '@switchyard/client';
import { exit } from '../exit.js';
import { pipelineNamed } from '../pipeline-named.js';
import { connect } from '../platform/connect.js';
import { standings } from '../standing.js';
import { executionTable } from '../view/executions.js';
import type { Terminal } from '../view/terminal.js';

type Filter = Pick<
  ListExecutionsOptions,
  'status' | 'project' | 'branch' | 'trigger' | 'author' | 'text' | 'since' | 'until'
>;

export interface ListOptions extends Filter {
  limit: number;
  pipeline?: string;
  json: boolean;
  data?: string;
}

/** The newest executions. */
export const list = async (terminal: Terminal, options: ListOptions): Promise<number> => {
  const { limit, pipeline, json, data } = options;
  const connection = await connect(terminal, { data });
  try {
    const { client } = connection;
    const of = pipeline === undefined ? {} : { pipeline: await pipelineNamed(client, pipeline, options.project) };
    const { executions } = await client.executions({ limit, ...filterOf(options), ...of });
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

const filterOf = ({ status, project, branch, trigger, author, text, since, until }: Filter): ListExecutionsOptions => {
  const given = Object.entries({ status, project, branch, trigger, author, text, since, until });
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
};
