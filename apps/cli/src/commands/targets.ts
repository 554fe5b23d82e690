import type { NotifyKind, NotifyMoment, NotifyTargetView } from '@switchyard/contracts';
import { exit, Stop } from '../exit.js';
import { mustRun } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

interface Options {
  project: string;
  json: boolean;
  data?: string;
}

const head = ['target', 'kind', 'told of', 'settings', 'by', 'at'];

/** Whom all pipelines of a project tell. */
export const listTargets = async (terminal: Terminal, { project, json, data }: Options): Promise<number> => {
  const { client } = await mustRun(data);
  const { targets } = await client.notifications.list(project);
  if (json) terminal.json(targets);
  else if (targets.length === 0) terminal.line('nobody is told but by pipelines of their own');
  else for (const line of table(head, targets.map(rowOf))) terminal.line(line);
  return exit.success;
};

const rowOf = ({ name, target, on, config, author, at }: NotifyTargetView): string[] => [
  plain(name),
  target,
  on.join(' '),
  plain(JSON.stringify(config)),
  plain(author),
  at,
];

export interface SetOptions extends Options {
  kind: NotifyKind;
  on: NotifyMoment[];
  config: string;
}

/** Makes a target, or changes it. */
export const setTarget = async (terminal: Terminal, name: string, options: SetOptions): Promise<number> => {
  const { project, kind, on, json, data } = options;
  const config = configOf(options.config);
  const { client } = await mustRun(data);
  const target = await client.notifications.put(project, name, { target: kind, on, config });
  if (json) terminal.json(target);
  else terminal.line(`${plain(name)}: ${target.target} is told of ${target.on.join(', ')}`);
  return exit.success;
};

const configOf = (text: string): Record<string, unknown> => {
  try {
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null && !Array.isArray(config))
      return config as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new Stop(exit.badInput, '--config must be an object of JSON', [`such as: --config '{"channel":"#builds"}'`]);
};

export const removeTarget = async (
  terminal: Terminal,
  name: string,
  { project, json, data }: Options,
): Promise<number> => {
  const { client } = await mustRun(data);
  const target = await client.notifications.remove(project, name);
  if (json) terminal.json(target);
  else terminal.line(`${plain(name)}: removed`);
  return exit.success;
};
