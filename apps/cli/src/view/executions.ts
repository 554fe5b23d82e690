import type { ExecutionId, ExecutionSummary } from '@switchyard/contracts';
import type { Standing } from '../standing.js';
import { plain } from './clean.js';
import { between, duration } from './duration.js';
import { markOf, painted } from './status.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** Executions as a table, a line for each. */
export const executionTable = (
  terminal: Terminal,
  executions: readonly ExecutionSummary[],
  standings: ReadonlyMap<ExecutionId, Standing>,
  now: number,
): string[] => {
  const standingOf = ({ id, status }: ExecutionSummary): Standing => standings.get(id) ?? { shown: status, why: '' };
  const rows = executions.map(one => {
    const { shown, why } = standingOf(one);
    return [
      one.id,
      plain(one.pipelineName),
      `${markOf(shown)} ${shown}`,
      `${duration(now - Date.parse(one.createdAt))} ago`,
      between(one.startedAt, one.finishedAt, now),
      plain(one.trigger.branch ?? ''),
      [...(one.rerunOf ? [`repeats ${one.rerunOf.executionId}`] : []), ...(why ? [why] : [])].join('; '),
    ];
  });
  const paint = (cell: string, column: number, row: number) => {
    const one = executions[row];
    return column === 2 && one ? painted(terminal, standingOf(one).shown, cell) : cell;
  };
  const head = ['execution', 'pipeline', 'status', 'created', 'time', 'branch'];
  return table(rows.some(row => row[6] !== '') ? [...head, 'why'] : head, rows, paint);
};
