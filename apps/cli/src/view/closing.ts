import type { ExecutionView, StepView } from '@switchyard/contracts';
import { plain } from './clean.js';
import { between } from './duration.js';
import { markOf, painted, shownOf, wordsOf } from './status.js';
import { suggestion } from './suggestion.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** The end of an execution: every step in a table, and why it did not go well. */
export const tellClosing = (terminal: Terminal, execution: ExecutionView, now: number, data?: string): void => {
  terminal.line();
  for (const line of stepTable(terminal, execution, now)) terminal.line(line);
  terminal.line();
  for (const line of reasons(execution, data)) terminal.line(line);
  const { status, startedAt, createdAt, finishedAt, steps } = execution;
  const took = between(startedAt ?? createdAt, finishedAt, now);
  const allowed = steps.filter(step => shownOf(step) === 'allowed').length;
  const but =
    status === 'success' && allowed > 0 ? `, though ${allowed} ${allowed === 1 ? 'step' : 'steps'} failed` : '';
  const words = `${markOf(status)} ${plain(execution.pipelineName)}: ${status}${took ? ` in ${took}` : ''}${but}`;
  terminal.line(painted(terminal, status, words));
};

const stepTable = (terminal: Terminal, { stages, steps }: ExecutionView, now: number): string[] => {
  const names = new Map(stages.map(({ id, name }) => [id, name]));
  const rows = steps.map(step => rowOf(step, names.get(step.stage) ?? step.stage, now));
  const paint = (cell: string, column: number, row: number) => {
    const step = steps[row];
    if (!step) return terminal.colors.dim(cell);
    return column === 2 ? painted(terminal, shownOf(step), cell) : cell;
  };
  const head = ['stage', 'step', 'status', 'exit', 'time'];
  // Most executions need no reasons beside their steps.
  return table(rows.some(row => row[5] !== '') ? [...head, 'why'] : head, rows, paint);
};

const rowOf = (step: StepView, stage: string, now: number): string[] => {
  const tries = step.attempts.length > 1 ? ` (${step.attempts.length} attempts)` : '';
  return [
    plain(stage),
    plain(step.name),
    `${wordsOf(step)}${tries}`,
    step.signal ?? (step.exitCode === undefined ? '' : String(step.exitCode)),
    step.keptFrom ? '' : between(step.startedAt, step.finishedAt, now),
    whyBeside(step),
  ];
};

/** Why a step is as it is, where that is not told below the table. */
const whyBeside = (step: StepView): string => {
  const shown = shownOf(step);
  if (shown === 'kept') return `from ${plain(step.keptFrom ?? '')}`;
  return shown === 'skipped' || shown === 'allowed' ? plain(step.reason ?? '') : '';
};

/** Why, for each step that is to blame, or for the whole where none is; and what to do. */
const reasons = ({ status, steps, reason, id }: ExecutionView, data: string | undefined): string[] => {
  if (status === 'success') return [];
  const guilty = steps.filter(step => ['failed', 'timeout'].includes(step.status) && !step.continueOnError);
  const told = guilty.map(step => `${plain(step.name)}: ${plain(step.reason ?? step.status)}${whose(step)}`);
  const advice = new Set(guilty.map(adviceFor).filter(Boolean));
  return [
    ...(told.length > 0 ? told : reason ? [plain(reason)] : []),
    ...[...advice].map(sentence => `→ ${sentence}`),
    `→ the whole output: ${suggestion(['logs', id], data)}`,
    `→ to repeat what did not end well: ${suggestion(['rerun', id, '--follow'], data)}`,
  ];
};

const whose = ({ failure }: StepView): string =>
  failure === 'platform' ? ' (the platform is to blame, not the step)' : '';

const adviceFor = ({ failure, exitCode, signal }: StepView): string => {
  if (failure === 'platform') return 'run it again; yard status says how the platform is';
  if (failure === 'timeout') return 'give the step a longer timeout, or find out what it waits for';
  if (exitCode === 127) return 'install the command where the step runs, or correct its name';
  if (exitCode === 126) return 'make the file executable, or run it with its interpreter';
  if (signal === 'SIGKILL') return 'it was killed from outside; the machine may have been short of memory';
  return '';
};
