/** Numbers of one measurement, in milliseconds unless their name says otherwise. */
export interface Summary {
  n: number;
  min: number;
  p50: number;
  p95: number;
  max: number;
}

/** One line of a result file: who was measured, which workload, and its figures, nested or not. */
export interface Line {
  /** `switchyard`, `switchyard-processes`, or another server of the same session. */
  peer: string;
  /** `W1`, `W5list@10000`, `growth`, `budget`, … */
  w: string;
  [figure: string]: unknown;
}

export const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Nearest rank. @param part 0 to 1. */
export const percentile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
};

/** Of an even number of values, the middle between the two in the middle. */
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

/** @throws Error without any value: then nothing was measured. */
export const summaryOf = (values: readonly number[]): Summary => {
  if (values.length === 0) throw new Error('there is no value to sum up');
  const [min, p50, p95, max] = [0, 0.5, 0.95, 1].map(part => rounded(percentile(values, part))) as [
    number,
    number,
    number,
    number,
  ];
  return { n: values.length, min, p50, p95, max };
};

/** Its numbers by their path: `finished_ms.p50`. */
export const numbersOf = (figures: object, before = ''): [string, number][] =>
  Object.entries(figures).flatMap(([name, value]): [string, number][] => {
    if (typeof value === 'number') return [[before + name, value]];
    return value && typeof value === 'object' ? numbersOf(value as object, `${before}${name}.`) : [];
  });

/** What is no figure: it numbers rounds, or counts values. */
const isNoFigure = (path: string) => /(?:^|\.)(?:rep|round|n|min)$/.test(path);

/** The lines of a file, with whatever else stands in it left out. */
export const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line) as Line);

/** Growth curves have a point for each size. */
export const keyOf = ({ w, curve, at }: Line): string =>
  typeof curve === 'string' ? `${w} ${curve}@${String(at)}` : w;

export interface Group {
  peer: string;
  key: string;
  rounds: number;
  /** Median over all rounds of each number, by its path. */
  figures: Map<string, number>;
  /** What went wrong, one line each; such lines give no figures. */
  errors: string[];
}

/** Medians over rounds, a group for each peer and measurement, in the order of their first line. */
export const groupsOf = (lines: readonly Line[]): Group[] => {
  const groups = new Map<string, Line[]>();
  for (const line of lines.filter(one => one.w !== 'meta' && one['skipped'] === undefined)) {
    const key = `${line.peer}\n${keyOf(line)}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map(groupOf);
};

const groupOf = (lines: Line[]): Group => {
  const [first] = lines as [Line, ...Line[]];
  const good = lines.filter(line => line['error'] === undefined).map(line => new Map(numbersOf(line)));
  const paths = [...new Set(good.flatMap(line => [...line.keys()]))].filter(path => !isNoFigure(path));
  const valuesOf = (path: string) => good.flatMap(line => line.get(path) ?? []);
  return {
    peer: first.peer,
    key: keyOf(first),
    rounds: good.length,
    figures: new Map(paths.map(path => [path, rounded(median(valuesOf(path)))])),
    errors: lines.flatMap(line => (typeof line['error'] === 'string' ? [line['error'].split('\n')[0] ?? ''] : [])),
  };
};

export interface Ratio {
  key: string;
  path: string;
  mine: number;
  peer: string;
  theirs: number;
  /** Mine to theirs; undefined where theirs is nothing. */
  ratio: number | undefined;
}

/** Every number that both have, mine beside theirs. Weather is left out. */
export const ratiosOf = (mine: readonly Group[], theirs: readonly Group[]): Ratio[] =>
  mine.flatMap(group =>
    theirs
      .filter(other => other.key === group.key)
      .flatMap(other =>
        [...group.figures]
          .filter(([path]) => !['load1', 'fsync_ms', 'at'].includes(path))
          .flatMap(([path, value]): Ratio[] => {
            const theirValue = other.figures.get(path);
            if (theirValue === undefined) return [];
            const ratio = theirValue === 0 ? undefined : rounded(value / theirValue);
            return [{ key: group.key, path, mine: value, peer: other.peer, theirs: theirValue, ratio }];
          }),
      ),
  );

/** Columns as wide as their widest cell; all but the first two at the right. */
export const columns = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map(row => row[at]?.length ?? 0)));
  const cell = (text: string, at: number) => (at < 2 ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0));
  return rows.map(row => row.map(cell).join('  ').trimEnd()).join('\n');
};

export const ratioTable = (ratios: readonly Ratio[]): string =>
  columns([
    ['measurement', 'figure', 'now', 'then', 'of', 'ratio'],
    ...ratios.map(({ key, path, mine, theirs, peer, ratio }) => [
      ...[key, path, String(mine), String(theirs), peer],
      ratio === undefined ? '-' : ratio.toFixed(2),
    ]),
  ]);
