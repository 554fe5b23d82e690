import {
  type ListWorkspacesAnswer,
  partsOfAttempt,
  type RemoveWorkspacesAnswer,
  type WorkspaceView,
} from '@switchyard/contracts';
import { counted, sized } from '@switchyard/kernel';
import { exit } from '../exit.js';
import { executionNamed } from '../named.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

interface Options {
  json: boolean;
  data?: string;
}

export const listWorkspaces = async (
  terminal: Terminal,
  { project, limit, json, data }: Options & { project?: string; limit: number },
): Promise<number> => {
  const { client } = await mustRun(data);
  const answer = await client.workspaces.list({ limit, ...(project === undefined ? {} : { project }) });
  return told(terminal, answer, json, 'no workspaces: they go when their executions have ended');
};

export const showWorkspaces = async (terminal: Terminal, word: string, { json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const id = await executionNamed(client, word);
  return told(terminal, await client.workspaces.of(id), json, `${id} has no workspace any more`);
};

export const removeWorkspaces = async (terminal: Terminal, word: string, { json, data }: Options) => {
  const { client } = await mustRun(data);
  const id = await executionNamed(client, word);
  const answer = await client.workspaces.remove(id);
  const { inUse, silent } = answer;
  if (json) terminal.json(answer);
  else tellRemoved(terminal, id, answer);
  return inUse + silent > 0 ? exit.failure : exit.success;
};

const tellRemoved = (
  terminal: Terminal,
  id: string,
  { removed, bytes, inUse, silent }: RemoveWorkspacesAnswer,
): void => {
  terminal.line(`${id}: removed on ${counted(removed, 'machine')} (${sized(bytes)})`);
  if (inUse > 0) terminal.line(`still in use on ${counted(inUse, 'machine')}: a step has not ended there`);
  warn(terminal, silent);
};

const told = (terminal: Terminal, answer: ListWorkspacesAnswer, json: boolean, nothing: string): number => {
  const { workspaces, silent } = answer;
  if (json) terminal.json(answer);
  else if (workspaces.length === 0) terminal.line(nothing);
  else for (const line of table(head, workspaces.map(rowOf))) terminal.line(line);
  if (!json) warn(terminal, silent);
  return exit.success;
};

const warn = (terminal: Terminal, silent: number): void => {
  if (silent > 0) terminal.line(`${counted(silent, 'connector')} did not answer: what lies there is not told`);
};

const head = ['execution', 'pipeline', 'step', 'status', 'machine', 'connector', 'files', 'size', 'kept until'];

const rowOf = (view: WorkspaceView): string[] => [
  view.executionId,
  plain(view.pipelineName),
  view.attemptId === undefined ? 'all' : (partsOfAttempt(view.attemptId)?.stepId ?? ''),
  view.status,
  plain(view.host),
  view.connector,
  view.files === undefined ? '?' : String(view.files),
  view.bytes === undefined ? '?' : sized(view.bytes),
  view.keptUntil ?? 'its end',
];
