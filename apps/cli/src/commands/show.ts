import type { ExecutionView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { executionNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { plain } from '../view/clean.js';
import type { Terminal } from '../view/terminal.js';
import { treeLines } from '../view/tree.js';

/** One execution with its stages and steps. */
export const showExecution = async (
  terminal: Terminal,
  word: string,
  { at, json, data }: { at?: number; json: boolean; data?: string },
): Promise<number> => {
  const { client, close } = await connect(terminal, { data });
  try {
    const id = await executionNamed(client, word);
    const execution = await (at === undefined ? client.execution(id) : client.executionAt(id, at));
    if (json) terminal.json(execution);
    else for (const line of [...facts(execution), ...treeLines(terminal, execution, Date.now())]) terminal.line(line);
    return exit.success;
  } finally {
    await close();
  }
};

const facts = ({ id, rev, project, pipelineVersion, trigger, createdAt, inputs = {} }: ExecutionView): string[] => [
  `${id} of project ${plain(project)}, version ${pipelineVersion} of its pipeline, after event ${rev}`,
  `begun by ${plain(trigger.actor ?? 'nobody')} (${trigger.type}) at ${createdAt}${whereOf(trigger)}`,
  ...Object.entries(inputs).map(([name, value]) => `  ${plain(name)}=${plain(value)}`),
];

const whereOf = ({ branch, commit }: { branch?: string; commit?: string }): string =>
  [
    ...(branch === undefined ? [] : [` on ${plain(branch)}`]),
    ...(commit === undefined ? [] : [` at ${plain(commit)}`]),
  ].join('');
