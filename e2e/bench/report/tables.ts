import { type Group, type Line, numbersOf, rounded } from '../figures.js';
import type { Verdict } from './goals.js';

/** A table of Markdown; all columns but the first at the right. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '--:')), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');

const number = (value: number | undefined) =>
  value === undefined ? '-' : value.toLocaleString('en', { maximumFractionDigits: 2 });
const percent = (part: number) => `${Math.round(part * 100)} %`;

/** Each goal with its ratio, and by how much it is missed. */
export const goalsTable = (verdicts: readonly Verdict[]): string =>
  table(
    ['goal', 'of', 'bound', 'ours', 'held against', 'ratio', 'verdict'],
    verdicts.map(({ goal, mode, mine, theirs, ratio, isMet, missedBy }) => [
      goal.text,
      mode,
      `${goal.better === 'less' ? '≤' : '≥'} ${goal.bound}`,
      number(mine),
      theirs ? `${theirs.peer} ${number(theirs.value)}` : '-',
      theirs ? ratio.toFixed(2) : '-',
      isMet ? 'met' : `**missed by ${percent(missedBy)}**`,
    ]),
  );

/** A figure of a workload that the report shows: its path, and its name in a head. */
export type Column = readonly [path: string, name: string];

/** A row for each peer, with the weather under which it was measured. */
export const workloadTable = (key: string, columns: readonly Column[], groups: readonly Group[]): string => {
  const shown: readonly Column[] = [...columns, ['load1', 'load'], ['fsync_ms', 'fsync, ms']];
  const rows = groups
    .filter(group => group.key === key)
    .map(group => [
      group.peer,
      ...shown.map(([path]) => number(group.figures.get(path))),
      String(group.rounds),
      String(group.errors.length),
    ]);
  return table(['', ...shown.map(([, name]) => name), 'lines', 'failed'], rows);
};

/** A row for each size of a curve. */
export const curveTable = (groups: readonly Group[]): string => {
  const paths = [...new Set(groups.flatMap(({ figures }) => [...figures.keys()]))].filter(path => path !== 'at');
  const kept = paths.filter(path => !path.endsWith('.max'));
  return table(
    ['size', ...kept.map(path => path.replace('_', ' '))],
    groups.map(({ key, figures }) => [
      number(Number(key.split('@')[1])),
      ...kept.map(path => number(figures.get(path))),
    ]),
  );
};

type Counts = Record<string, number>;

const flatRows = (counts: Counts | undefined): string[][] =>
  Object.entries(counts ?? {}).map(([name, count]) => [name, number(count)]);

const sum = (counts: Counts | undefined) => numbersOf(counts ?? {}).reduce((all, [, count]) => all + count, 0);

export interface Budget extends Line {
  parts: Counts;
  finished_ms: { p50: number };
  processor_ms: number;
  store: Counts;
  storeWrites: number;
  bus: Counts;
  /** How late event loops were, by service. */
  late_ms?: Record<string, { p50: number; p99: number; max: number }>;
  /** A word where they could not be counted. */
  calls: Record<string, Counts> | string;
}

/** What one execution of one step takes of each part, times what the part costs alone. */
export const sumOfParts = ({ parts, store, storeWrites, bus, calls }: Budget): [string, number, number][] => {
  const kept = Object.entries(bus).reduce((all, [name, count]) => (name.startsWith('stream ') ? all + count : all), 0);
  const forks = typeof calls === 'string' ? 1 : sum(calls['forks']);
  return [
    ['fork, exec and end of `/bin/sh`', 1, parts['spawn_ms'] ?? 0],
    ['other forks, as dear as that', Math.max(0, forks - 1), parts['spawn_ms'] ?? 0],
    ['HTTP round trip', 1, parts['http_ms'] ?? 0],
    [
      'bus round trip: two messages that no stream takes',
      Math.max(0, (bus['in'] ?? 0) - kept) / 2,
      parts['busRoundTrip_ms'] ?? 0,
    ],
    ['message that a stream takes, acknowledged', kept, parts['jetStreamAck_ms'] ?? 0],
    ['write of the store, flushed', storeWrites, parts['storeWrite_ms'] ?? 0],
    ['read of the store', Math.max(0, sum(store) - storeWrites), parts['storeRead_ms'] ?? 0],
  ];
};

const lateTable = (late: NonNullable<Budget['late_ms']>): string =>
  table(
    ['event loop late by, ms', 'p50', 'p99', 'most'],
    Object.entries(late).map(([service, { p50, p99, max }]) => [service, number(p50), number(p99), number(max)]),
  );

/** The budget of a step: parts and their sum beside what was measured, and the counts behind it. */
export const budgetTables = (budget: Budget): string => {
  const parts = sumOfParts(budget);
  const total = parts.reduce((all, [, count, each]) => all + count * each, 0);
  const rows = parts.map(([name, count, each]) => [
    name,
    number(rounded(count)),
    number(each),
    number(rounded(count * each)),
  ]);
  const calls =
    typeof budget.calls === 'string'
      ? `Flushes, forks and execs are ${budget.calls}.`
      : table(
          ['call, by program', 'each execution'],
          Object.entries(budget.calls).flatMap(([kind, by]) => [
            [`**${kind}**`, `**${number(rounded(sum(by)))}**`],
            ...flatRows(by),
          ]),
        );
  return [
    table(
      ['part', 'each execution', 'alone, ms', 'together, ms'],
      [
        ...rows,
        ['**sum, were each to wait for the one before**', '', '', `**${number(rounded(total))}**`],
        ['**measured, through the line that counts, p50**', '', '', `**${number(budget.finished_ms.p50)}**`],
        ['processor time of all processes', '', '', number(budget.processor_ms)],
      ],
    ),
    table(['command to the store', 'each execution'], flatRows(budget.store)),
    table(['messages on the bus', 'each execution'], flatRows(budget.bus)),
    calls,
    budget.late_ms ? lateTable(budget.late_ms) : '',
  ]
    .filter(Boolean)
    .join('\n\n');
};
