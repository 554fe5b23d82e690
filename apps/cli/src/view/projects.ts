import type { DetectedProject } from '@switchyard/contracts';
import { plain } from './clean.js';
import { table } from './table.js';
import type { Terminal } from './terminal.js';

/** More would not be read; `--json` has all. */
const mostShown = 30;
const mostEvidence = 5;

/** What was found, a line for each piece of evidence, and how sure it is. */
export const projectTable = ({ colors }: Terminal, projects: readonly DetectedProject[]): string[] => {
  const rows = projects.slice(0, mostShown).flatMap(rowsOf);
  const paint = (cell: string, column: number) => (column >= 4 ? colors.dim(cell) : cell);
  const head = ['project', 'folder', 'with', 'sure', 'evidence', 'what it shows'];
  const lines = table(head, rows, (cell, column, row) => (row < 0 ? cell : paint(cell, column)));
  const more = projects.length - mostShown;
  return more > 0 ? [...lines, `and ${more} more projects; --json lists them`] : lines;
};

const rowsOf = ({ kind, directory, tool = '', confidence, evidence }: DetectedProject): string[][] => {
  const shown = evidence.slice(0, mostEvidence).map(({ path, shows }) => [plain(path), plain(shows)]);
  const more = evidence.length - mostEvidence;
  const [first = ['', ''], ...rest] = more > 0 ? [...shown, ['', `and ${more} more`]] : shown;
  return [
    [kind, plain(directory), plain(tool), `${Math.round(confidence * 100)} %`, ...first],
    ...rest.map(one => ['', '', '', '', ...one]),
  ];
};
