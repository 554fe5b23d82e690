import type { Mark } from './marks.js';

/** Lines under a heading. */
export interface Fold {
  /** The line of its heading, from 0. */
  line: number;
  title: string;
  /** The line of the mark that ends it, once that has come. */
  end?: number;
  /** Folds around it. */
  depth: number;
  name?: string;
  isCollapsed?: boolean;
  /** A line in it says that something went wrong. */
  hasError?: boolean;
}

/** More than this many headings are shown as lines. */
const mostFolds = 5_000;
/** Nobody reads more levels than this. */
const deepest = 8;

/** Groups of lines, as marks tell of them from top to bottom. */
export class Folds {
  readonly all: Fold[] = [];
  /** Somebody watches as they come: none closes under his eyes. */
  isWatched = false;
  /** Counts changes. */
  version = 0;
  /** What the reader has opened or closed, by line. */
  private readonly choices = new Map<number, boolean>();
  private readonly open: Fold[] = [];

  take(mark: Mark, line: number): void {
    if (mark.kind === 'begin') this.begin(mark, line);
    else if (mark.kind === 'end') this.end(mark.name, line);
    else for (const fold of this.open) fold.hasError = true;
  }

  at(line: number): Fold | undefined {
    const found = this.all[lastUpTo(this.all, line)];
    return found?.line === line ? found : undefined;
  }

  /** Those that have the line below their heading. */
  around(line: number): Fold[] {
    return this.all
      .slice(0, lastUpTo(this.all, line) + 1)
      .filter(fold => fold.line < line && line <= (fold.end ?? Infinity));
  }

  /** A group that has ended is closed, unless something in it went wrong or its reader has opened it. */
  isClosed(fold: Fold): boolean {
    const usual = fold.end !== undefined && !fold.hasError && (fold.name === undefined || fold.isCollapsed === true);
    return this.choices.get(fold.line) ?? usual;
  }

  set(fold: Fold, isClosed: boolean): void {
    this.choices.set(fold.line, isClosed);
    this.version += 1;
  }

  /** Opens what the line is hidden in. */
  reveal(line: number): void {
    for (const fold of this.around(line)) if (this.isClosed(fold)) this.set(fold, false);
  }

  /** What is not shown, as lines from, up to and without, in order and apart; of closed groups all, of others the last mark. */
  hidden(): [number, number][] {
    const ranges: [number, number][] = [];
    for (const fold of this.all) {
      if (this.isClosed(fold)) ranges.push([fold.line + 1, fold.end === undefined ? Infinity : fold.end + 1]);
      else if (fold.end !== undefined) ranges.push([fold.end, fold.end + 1]);
    }
    return merged(ranges);
  }

  private begin({ title, name, isCollapsed }: Extract<Mark, { kind: 'begin' }>, line: number): void {
    if (this.all.length >= mostFolds || this.open.length >= deepest) return;
    const fold: Fold = {
      line,
      title,
      depth: this.open.length,
      ...(name === undefined ? {} : { name }),
      ...(isCollapsed ? { isCollapsed } : {}),
    };
    this.all.push(fold);
    this.open.push(fold);
    this.version += 1;
  }

  /** Ends the innermost one of the name, and those in it, which nothing ended. */
  private end(name: string | undefined, line: number): void {
    const place = this.open.findLastIndex(fold => fold.name === name);
    if (place < 0) return;
    for (const fold of this.open.splice(place)) {
      fold.end = line;
      if (this.isWatched && !this.choices.has(fold.line)) this.choices.set(fold.line, fold.isCollapsed === true);
    }
    this.version += 1;
  }
}

const lastUpTo = (folds: readonly Fold[], line: number): number => {
  let low = 0;
  for (let high = folds.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((folds[middle]?.line ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

const merged = (ranges: [number, number][]): [number, number][] => {
  const all: [number, number][] = [];
  for (const [from, to] of ranges.sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else all.push([from, to]);
  }
  return all;
};

/** Which lines are not shown. */
export class Hidden {
  constructor(private readonly ranges: readonly (readonly [number, number])[] = []) {}

  has(line: number): boolean {
    const range = this.ranges[this.firstEndingAfter(line)];
    return range !== undefined && range[0] <= line;
  }

  /** Of lines from, up to and without. */
  countIn(from: number, to: number): number {
    let count = 0;
    for (let at = this.firstEndingAfter(from); at < this.ranges.length; at += 1) {
      const [start, end] = this.ranges[at] ?? [to, to];
      if (start >= to) break;
      count += Math.min(end, to) - Math.max(start, from);
    }
    return count;
  }

  private firstEndingAfter(line: number): number {
    let low = 0;
    for (let high = this.ranges.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((this.ranges[middle]?.[1] ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
