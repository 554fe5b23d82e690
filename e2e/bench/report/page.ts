import { groupsOf, keyOf, type Line } from '../figures.js';
import { barChart, curveChart } from './charts.js';
import { modes, type Sitting, verdictsOf } from './goals.js';
import { type Budget, budgetTables, type Column, curveTable, goalsTable, table, workloadTable } from './tables.js';

export interface ResultFile {
  name: string;
  lines: readonly Line[];
}

/** The page, its pictures by name, and what nobody has written words for. */
export interface Page {
  text: string;
  pictures: Record<string, string>;
  wordless: string[];
}

interface Workload {
  key: string;
  title: string;
  columns: readonly Column[];
  /** The figure in the picture. */
  drawn: Column;
}

const finished: Column = ['finished_ms.p50', 'finished p50, ms'];
const workloads: readonly Workload[] = [
  {
    key: 'W1',
    title: 'W1: one step that says hi',
    columns: [
      ['firstLine_ms.p50', 'first line p50, ms'],
      ['firstLine_ms.p95', 'p95'],
      finished,
      ['finished_ms.p95', 'p95'],
    ],
    drawn: finished,
  },
  {
    key: 'W2',
    title: 'W2: 200 at once',
    columns: [
      ['per_s', 'per second'],
      ['serverCpu_ms_per_run', 'processor each, ms'],
      ['peakServerMiB', 'peak, MiB'],
    ],
    drawn: ['per_s', 'executions per second'],
  },
  {
    key: 'W3',
    title: 'W3: three stages of four steps',
    columns: [
      ['total_ms.p50', 'p50, ms'],
      ['total_ms.p95', 'p95'],
      ['overhead_ms', 'overhead, ms'],
    ],
    drawn: ['overhead_ms', 'overhead, ms'],
  },
  {
    key: 'W4',
    title: 'W4: 20 MB of output',
    columns: [
      ['finished_s', 'finished, s'],
      ['finishedAndRead_s', 'and read, s'],
      ['MBps', 'MB/s'],
      ['peakServerMiB', 'peak, MiB'],
    ],
    drawn: ['finishedAndRead_s', 'finished and read, s'],
  },
  {
    key: 'W4tail',
    title: 'W4 tail: 100 lines a second',
    columns: [
      ['delay_ms.p50', 'delay p50, ms'],
      ['delay_ms.p95', 'p95'],
      ['delay_ms.max', 'most'],
    ],
    drawn: ['delay_ms.p95', 'delay p95, ms'],
  },
  {
    key: 'W5list@10000',
    title: 'W5: the newest 50 of 10,000',
    columns: [
      ['list50_ms.p50', 'list p50, ms'],
      ['list50_ms.p95', 'p95'],
      ['bytes', 'bytes'],
    ],
    drawn: ['list50_ms.p50', 'list p50, ms'],
  },
  {
    key: 'W5small',
    title: 'W5: the same list of a few hundred',
    columns: [
      ['list50_ms.p50', 'list p50, ms'],
      ['list50_ms.p95', 'p95'],
    ],
    drawn: ['list50_ms.p50', 'list p50, ms'],
  },
  {
    key: 'W5w1@10000',
    title: 'W5: W1 with 10,000 stored',
    columns: [['firstLine_ms.p50', 'first line p50, ms'], finished, ['finished_ms.p95', 'p95']],
    drawn: finished,
  },
  {
    key: 'W6',
    title: 'W6: cold start, and idle',
    columns: [
      ['coldStart_ms.p50', 'cold start p50, ms'],
      ['coldStart_ms.p95', 'p95'],
      ['idleRssMiB', 'idle, MiB'],
      ['idleCpu_pct', 'idle, % of a core'],
    ],
    drawn: ['coldStart_ms.p50', 'cold start p50, ms'],
  },
];

/** The figure of each curve that is drawn. */
const curves: Record<string, Column> = {
  queued: ['accepted_per_s', 'accepted per second, by executions queued'],
  stored: ['finished_ms.p50', 'ms of an execution, by executions stored'],
  'steps-row': ['perStep_ms', 'ms of a step, by steps one after the other'],
  'steps-wide': ['perStep_ms', 'ms of a step, by steps side by side'],
  lines: ['finishedAndRead_s', 'seconds, by lines of output'],
  followers: ['delay_ms.p95', 'ms of delay, p95, by followers'],
  replicas: ['per_s', 'executions per second, by processes of the execution service'],
};

/** The newest sitting that measured it, with the most peers where several did on one day. */
const sittingFor = (key: string, sittings: readonly Sitting[]): Sitting | undefined =>
  sittings.findLast(({ groups }) => groups.some(group => group.key === key));

const isOurs = (name: string) => modes.includes(name);
const anchor = (key: string) => key.replace(/[^\w-]+/g, '-').toLowerCase();

/** Writes the page from what was measured. @param words by their names. @param files the newest last. */
export const pageOf = (files: readonly ResultFile[], words: ReadonlyMap<string, string>): Page => {
  const sittings = files.map(({ name, lines }) => ({ name, groups: groupsOf(lines) }));
  const pictures: Record<string, string> = {};
  const wordless: string[] = [];
  const draw = (name: string, picture: string, alt: string) => {
    pictures[name] = picture;
    return `![${alt}](images/${name})`;
  };
  const wordsOn = (key: string) => words.get(key) ?? (wordless.push(key), '');
  const workload = ({ key, title, columns, drawn: [path, name] }: Workload) => {
    const sitting = sittingFor(key, sittings);
    if (!sitting) return '';
    const bars = sitting.groups
      .filter(group => group.key === key && group.figures.has(path))
      .map(({ peer, figures }) => ({ label: peer, value: figures.get(path) ?? 0, isOurs: isOurs(peer) }));
    const picture = bars.length > 0 ? draw(`bench-${anchor(key)}.svg`, barChart(`${title}: ${name}`, bars), name) : '';
    const from = `From [${sitting.name}](../e2e/bench/results/${sitting.name}).`;
    return [`### ${title}`, from, workloadTable(key, columns, sitting.groups), picture, wordsOn(key)].join('\n\n');
  };
  const curve = ([name, [path, label]]: [string, Column]) => {
    const before = `growth ${name}@`;
    const sitting = sittings.findLast(({ groups }) => groups.some(({ key }) => key.startsWith(before)));
    return modes
      .map(mode => {
        const groups = sitting?.groups.filter(({ key, peer }) => peer === mode && key.startsWith(before)) ?? [];
        if (!sitting || groups.length === 0) return '';
        const points = groups.map(group => ({
          at: Number(group.key.split('@')[1]),
          value: group.figures.get(path) ?? 0,
        }));
        const file = `bench-growth-${name}-${mode}.svg`;
        const picture = points.length > 1 ? draw(file, curveChart(label, points), label) : '';
        return [
          `### ${label}, ${mode}`,
          `From [${sitting.name}](../e2e/bench/results/${sitting.name}).`,
          curveTable(groups),
          picture,
          wordsOn(`growth ${name}`),
        ].join('\n\n');
      })
      .join('\n\n');
  };
  const verdicts = verdictsOf(sittings);
  const text = [
    wordsOn('opening'),
    '## Goals',
    verdicts.length > 0 ? goalsTable(verdicts) : '',
    failures(files),
    wordsOn('missed'),
    '## Workloads',
    wordsOn('definitions'),
    ...workloads.map(workload),
    '## Growth',
    wordsOn('growth'),
    ...Object.entries(curves).map(curve),
    ...budgets(files, wordsOn),
    wordsOn('tuning'),
    '## How it is measured',
    wordsOn('method'),
    machines(files),
  ];
  return { text: `${text.filter(Boolean).join('\n\n')}\n`, pictures, wordless: [...new Set(wordless)] };
};

/** Failed measurements are told, not left out. */
const failures = (files: readonly ResultFile[]): string => {
  const failed = files.flatMap(({ name, lines }) =>
    lines
      .filter(line => typeof line['error'] === 'string')
      .map(line => [line.peer, keyOf(line), String(line['error']).split('\n')[0]?.slice(0, 120) ?? '', name]),
  );
  const ours = failed.filter(([peer = '']) => isOurs(peer)).length;
  const count = files.flatMap(({ lines }) => lines.filter(line => isOurs(line.peer) && line.w !== 'meta')).length;
  if (count === 0) return '';
  const head = `Of ${count} measurements of our own in the files below, ${ours === 0 ? 'none' : ours} failed; one that loses a byte of output fails.`;
  return failed.length === 0
    ? head
    : `${head}\n\n${table(
        ['who', 'what', 'why', 'file'],
        failed.map(row => row.map(cell => cell.replaceAll('|', '\\|'))),
      )}`;
};

const budgets = (files: readonly ResultFile[], wordsOn: (key: string) => string): string[] => {
  const all = files.flatMap(({ lines }) => lines.filter(line => line.w === 'budget' && line['error'] === undefined));
  return modes.flatMap(mode => {
    const budget = all.findLast(({ peer }) => peer === mode);
    return budget ? [`## The budget of a step, ${mode}`, budgetTables(budget as Budget), wordsOn('budget')] : [];
  });
};

const machines = (files: readonly ResultFile[]): string => {
  const rows = files.flatMap(({ name, lines }) =>
    lines
      .filter(line => line.w === 'meta')
      .slice(0, 1)
      .map(line => [
        name,
        ...['date', 'commit', 'node', 'nats', 'processor', 'cores', 'memoryGiB', 'kernel'].map(fact =>
          String(line[fact] ?? '-'),
        ),
      ]),
  );
  return table(['file', 'date', 'commit', 'Node', 'NATS', 'processor', 'cores', 'GiB', 'kernel'], rows);
};
