import type { ExecutionView, StageView, StepView } from '@switchyard/contracts';
import { isFinal } from '@switchyard/contracts/statuses';
import { portWords } from '@switchyard/contracts/words';
import { plain } from './clean.js';
import { between } from './duration.js';
import { markOf, painted, type Shown, shownOf } from './status.js';
import { width } from './table.js';
import type { Terminal } from './terminal.js';

/** A line of the tree before it has its column of times. */
interface Row {
  /** What stands before the mark. */
  branch: string;
  shown: Shown;
  name: string;
  time: string;
  why: string;
}

/** Names longer than this push times out of line. */
const widestName = 48;

/**
 * An execution as a tree of stages and steps, a line for each, with how long each took or has taken until `now`.
 * @param rows of the terminal: stages that are through, then steps at the end, are folded so that it fits.
 */
export const treeLines = (
  terminal: Terminal,
  execution: ExecutionView,
  now: number,
  rows: number = Infinity,
): string[] => {
  const { pipelineName, status, startedAt, createdAt, finishedAt, reason = '', paused } = execution;
  const shown: Shown = paused && !isFinal(status) ? 'paused' : status;
  const took = between(startedAt ?? createdAt, finishedAt, now);
  const title = `${markOf(shown)} ${plain(pipelineName)}: ${shown} ${took}`.trimEnd();
  const head = painted(terminal, shown, title) + (reason === '' ? '' : terminal.colors.dim(`  ${plain(reason)}`));
  // A line for the title, and one that the cursor stands on.
  const shownRows = fitted(execution, now, rows - 2);
  const column = columnOf(shownRows);
  return [head, ...shownRows.map(row => lineOf(terminal, row, column))];
};

const fitted = (execution: ExecutionView, now: number, room: number): Row[] => {
  const all = rowsOf(execution, now, () => false);
  if (all.length <= room) return all;
  const folded = rowsOf(execution, now, ({ status }) => ['success', 'skipped', 'waiting'].includes(status));
  if (folded.length <= room) return folded;
  const kept = Math.max(1, room - 1);
  const more: Row = { branch: '', shown: 'waiting', name: `and ${folded.length - kept} lines more`, time: '', why: '' };
  return [...folded.slice(0, kept), more];
};

const rowsOf = ({ stages, steps }: ExecutionView, now: number, isFolded: (stage: StageView) => boolean): Row[] =>
  stages.flatMap((stage, index) => {
    const isLast = index === stages.length - 1;
    const own = steps.filter(step => step.stage === stage.id);
    const count = isFolded(stage) ? ` (${own.length} ${own.length === 1 ? 'step' : 'steps'})` : '';
    const head: Row = {
      branch: isLast ? '└─ ' : '├─ ',
      shown: stage.status,
      name: plain(stage.name) + count,
      time: stageTime(own, now),
      why: '',
    };
    if (isFolded(stage)) return [head];
    return [
      head,
      ...own.map((step, n) => stepRow(step, now, `${isLast ? '   ' : '│  '}${n === own.length - 1 ? '└─ ' : '├─ '}`)),
    ];
  });

/** From its first start to its last end, or to now while something of it runs. */
const stageTime = (steps: readonly StepView[], now: number): string => {
  const starts = steps.flatMap(({ startedAt }) => (startedAt === undefined ? [] : [startedAt])).sort();
  const ends = steps.flatMap(({ finishedAt }) => (finishedAt === undefined ? [] : [finishedAt])).sort();
  const isOver = steps.every(({ status }) => status !== 'running' && status !== 'queued' && status !== 'waiting');
  return between(starts[0], isOver ? ends.at(-1) : undefined, now);
};

const stepRow = (step: StepView, now: number, branch: string): Row => {
  const tries = step.attempts.length > 1 ? ` (attempt ${step.attempts.length})` : '';
  return {
    branch,
    shown: shownOf(step),
    name: plain(step.name) + tries,
    time: step.keptFrom ? '' : between(step.startedAt, step.finishedAt, now),
    why: step.status === 'success' ? '' : plain(step.reason ?? reachedAt(step)),
  };
};

const reachedAt = ({ attempts }: StepView): string => (attempts.at(-1)?.ports ?? []).map(portWords).join(', ');

/** Where times begin. */
const columnOf = (rows: readonly Row[]): number =>
  Math.min(widestName, Math.max(0, ...rows.map(({ branch, name }) => width(branch) + width(name) + 2))) + 2;

const lineOf = (terminal: Terminal, { branch, shown, name, time, why }: Row, column: number): string => {
  const { colors } = terminal;
  const text = `${markOf(shown)} ${name}`;
  const gap = ' '.repeat(Math.max(1, column - width(branch) - width(text)));
  const more = [time, why].filter(Boolean).join('  ');
  return `${colors.dim(branch)}${painted(terminal, shown, text)}${more === '' ? '' : `${gap}${colors.dim(more)}`}`;
};
