import type { ExecutionView, StepView } from '@switchyard/contracts';
import { plain } from './clean.js';
import { between } from './duration.js';
import { markOf, painted } from './status.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** The end of an execution: every step in a table, and why it did not go well. */
export const tellClosing = (terminal: Terminal, execution: ExecutionView, now: number, data?: string): void => {
  const { colors } = terminal;
  const stages = new Map(execution.stages.map(({ id, name }) => [id, name]));
  const rows = execution.steps.map(step => rowOf(step, stages.get(step.stage) ?? step.stage, now));
  const paint = (cell: string, column: number, row: number) => {
    const status = execution.steps[row]?.status;
    return status === undefined ? colors.dim(cell) : column === 2 ? painted(terminal, status, cell) : cell;
  };
  terminal.line();
  for (const line of table(['stage', 'step', 'status', 'exit', 'time'], rows, paint)) terminal.line(line);
  terminal.line();
  for (const line of reasons(execution, data)) terminal.line(line);
  const { status, startedAt, createdAt, finishedAt } = execution;
  const took = between(startedAt ?? createdAt, finishedAt, now);
  const words = `${markOf(status)} ${plain(execution.pipelineName)}: ${status}${took ? ` in ${took}` : ''}`;
  terminal.line(painted(terminal, status, words));
};

const rowOf = (step: StepView, stage: string, now: number): string[] => {
  const tries = step.attempts.length > 1 ? ` (${step.attempts.length} attempts)` : '';
  return [
    plain(stage),
    plain(step.name),
    `${markOf(step.status)} ${step.status}${tries}`,
    step.signal ?? (step.exitCode === undefined ? '' : String(step.exitCode)),
    between(step.startedAt, step.finishedAt, now),
  ];
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
    `→ the whole output: yard logs ${id}${data === undefined ? '' : ` --data ${plain(data)}`}`,
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
