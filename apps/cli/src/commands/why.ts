import type { Explanation, ExecutionView } from '@switchyard/contracts';
import { exit } from '../exit.js';
import { executionNamed, stepNamed } from '../named.js';
import { connect } from '../platform/connect.js';
import { tellHeld } from '../debug/tell-held.js';
import { dataDirectory } from '../platform/found.js';
import { plain } from '../view/clean.js';
import { markOf, painted, shownOf, wordsOf } from '../view/status.js';
import { suggestion } from '../view/suggestion.js';
import { table } from '../view/table.js';
import type { Terminal } from '../view/terminal.js';

export interface WhyOptions {
  json: boolean;
  data?: string;
}

/** Says why an execution, or one step of it, is as it is. */
export const why = async (
  terminal: Terminal,
  named: { execution: string; step: string | undefined },
  { json, data }: WhyOptions,
): Promise<number> => {
  const connection = await connect(terminal, { data });
  try {
    const { client } = connection;
    const execution = await client.execution(await executionNamed(client, named.execution));
    const step = named.step === undefined ? undefined : stepNamed(execution, named.step).id;
    const explanations = await client.why(execution.id, step);
    if (json) terminal.json({ execution: execution.id, explanations });
    else tellWhy(terminal, execution, explanations, data);
    if (!json && connection.isLocal) await tellHeld(terminal, execution, dataDirectory(data));
    return exit.success;
  } finally {
    await connection.close();
  }
};

/** A line for the execution, one for each step that has a reason, and what can be done. */
export const tellWhy = (
  terminal: Terminal,
  execution: ExecutionView,
  explanations: readonly Explanation[],
  data: string | undefined,
): void => {
  const { id, status, pipelineName, steps } = execution;
  const shown = execution.paused && !execution.finishedAt ? 'paused' : status;
  const whole = explanations.find(one => one.stepId === undefined);
  const title = `${markOf(shown)} ${plain(pipelineName)} ${id}: ${shown}`;
  terminal.line(painted(terminal, shown, whole ? `${title}: ${plain(whole.sentence)}` : title));
  const told = explanations.flatMap(one => {
    const step = steps.find(({ id: stepId }) => stepId === one.stepId);
    return step ? [{ step, sentence: plain(one.sentence) }] : [];
  });
  const rows = told.map(({ step, sentence }) => [plain(step.name), wordsOf(step), sentence]);
  const paint = (cell: string, column: number, row: number) => {
    const step = told[row]?.step;
    if (!step) return terminal.colors.dim(cell);
    return column === 1 ? painted(terminal, shownOf(step), cell) : cell;
  };
  if (rows.length > 0) for (const line of table(['step', 'status', 'why'], rows, paint)) terminal.line(line);
  else if (!whole) terminal.line('nothing of it waits, and nothing went wrong');
  for (const words of remedies(execution, told)) terminal.line(`→ ${suggestion(words, data)}`);
};

const remedies = ({ id, paused, finishedAt }: ExecutionView, told: { step: ExecutionView['steps'][number] }[]) => {
  if (finishedAt !== undefined) return [];
  const held = told.filter(({ step }) => step.status === 'waiting-approval');
  return [...(paused ? [['resume', id]] : []), ...held.map(({ step }) => ['approve', id, step.id])];
};
