import type { NotificationState, NotificationView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

export interface ListNotificationsOptions {
  project: string;
  state?: NotificationState;
  limit: number;
  json: boolean;
  data?: string;
}

const head = ['at', 'pipeline', 'of', 'told', 'state', 'tries', 'reason'];

/** Who was told of executions, and why somebody was not. */
export const listNotifications = async (
  terminal: Terminal,
  { project, state, limit, json, data }: ListNotificationsOptions,
): Promise<number> => {
  const { client, close } = await mustRun(data);
  try {
    const options = { limit, ...(state === undefined ? {} : { state }) };
    const { notifications } = await client.notifications.journal(project, options);
    if (json) terminal.json(notifications);
    else if (notifications.length === 0) terminal.line('nobody was to be told yet');
    else for (const line of table(head, notifications.map(rowOf))) terminal.line(line);
    return exit.success;
  } finally {
    await close();
  }
};

const rowOf = ({
  at,
  pipelineName,
  moment,
  kind,
  target,
  state,
  attempts,
  reason = '',
}: NotificationView): string[] => [
  at,
  plain(pipelineName),
  moment,
  plain(`${kind} ${target}`),
  state,
  String(attempts),
  plain(reason),
];
