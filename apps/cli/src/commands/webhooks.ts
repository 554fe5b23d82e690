import type { HookDeliveryView, HookOutcome } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

export interface ListWebhooksOptions {
  project?: string;
  outcome?: HookOutcome;
  limit: number;
  json: boolean;
  data?: string;
}

const head = ['delivery', 'at', 'from', 'event', 'outcome', 'what became of it'];

/** What came to projects from outside. */
export const listWebhooks = async (terminal: Terminal, options: ListWebhooksOptions): Promise<number> => {
  const { project, outcome, limit, json, data } = options;
  const { client, close } = await mustRun(data);
  try {
    const { deliveries } = await client.hooks.list({
      limit,
      ...(project === undefined ? {} : { project }),
      ...(outcome === undefined ? {} : { outcome }),
    });
    if (json) terminal.json(deliveries);
    else if (deliveries.length === 0) terminal.line('nothing came yet');
    else for (const line of table(head, deliveries.map(rowOf))) terminal.line(line);
    return exit.success;
  } finally {
    await close();
  }
};

export const replayWebhook = async (
  terminal: Terminal,
  id: string,
  { project, json, data }: { project?: string; json: boolean; data?: string },
): Promise<number> => {
  const { client, close } = await mustRun(data);
  try {
    const answer = await client.hooks.replay(id, project);
    if (json) terminal.json(answer);
    else terminal.line(`${plain(id)}: taken once more as ${plain(answer.delivery)}`);
    return exit.success;
  } finally {
    await close();
  }
};

/** One of them, with all that is known of it. */
export const showWebhook = async (
  terminal: Terminal,
  id: string,
  { project, json, data }: { project?: string; json: boolean; data?: string },
): Promise<number> => {
  const { client } = await mustRun(data);
  const delivery = await client.hooks.get(id, project);
  if (json) terminal.json(delivery);
  else for (const line of table(head, [rowOf(delivery)])) terminal.line(line);
  return exit.success;
};

const rowOf = ({ id, at, door, event, branch, tag, outcome, reason, pipelines }: HookDeliveryView): string[] => {
  const place = branch ?? tag;
  const what = place === undefined ? event : `${event} ${place}`;
  const told = pipelines.map(one => `${one.pipelineName}: ${one.executionId ?? one.reason ?? one.decision}`);
  return [id, at, door, plain(what), outcome, plain([...told, ...(reason === undefined ? [] : [reason])].join('; '))];
};
