import type { Finding } from '@switchyard/contracts';
import { LineCounter } from 'yaml';
import { mostFindings } from './limits.js';

export interface Problem {
  code: string;
  message: string;
  suggestion?: string;
  severity?: Finding['severity'];
}

/** A file, and what the offsets of its characters begin at: those of the next file follow behind. */
interface Source {
  file?: string;
  text: string;
  base: number;
  lines: LineCounter;
}

/** Collects findings with their places, in the file that was given and in those it includes. */
export class Report {
  readonly findings: Finding[] = [];

  private readonly first: Source;

  private readonly included: Source[] = [];

  /** Places of templates that were told of: each use of one has the same mistake. */
  private readonly told = new Set<string>();

  /** Paths of findings, also of those that were not told again. */
  private readonly paths: string[] = [];

  constructor(text: string) {
    this.first = { text, base: 0, lines: linesOf(text) };
  }

  /** Takes in one more file, and gives what the offsets of its characters begin at. */
  include(file: string, text: string): number {
    const last = this.included.at(-1) ?? this.first;
    const base = last.base + last.text.length + 1;
    this.included.push({ file, text, base, lines: linesOf(text) });
    return base;
  }

  /** @param offset of the first character concerned. */
  add(offset: number, path: string, { severity = 'error', ...problem }: Problem): undefined {
    if (this.isFull) return undefined;
    const { file, base, lines } = this.sourceOf(offset);
    if (this.paths.length < mostPaths) this.paths.push(path);
    if (file !== undefined && this.isTold(`${problem.code} ${offset}`)) return undefined;
    const { line, col } = lines.linePos(offset - base);
    this.findings.push({
      severity,
      ...problem,
      message: told(problem.message),
      path: told(path),
      line,
      column: col,
      ...(file === undefined ? {} : { file }),
    });
    return undefined;
  }

  /** Whether something was found at this path or below it: then what follows from it need not be said. */
  concerns(path: string): boolean {
    return this.paths.some(seen => seen === path || (seen.startsWith(path) && /^[.[]/.test(seen.slice(path.length))));
  }

  /** The text between two offsets of one file. */
  written(start: number, end: number): string {
    const { text, base } = this.sourceOf(start);
    return text.slice(start - base, end - base);
  }

  /** Whether no more findings are taken. */
  get isFull(): boolean {
    return this.findings.length >= mostFindings;
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  /** How many so far. */
  get errors(): number {
    return this.findings.filter(({ severity }) => severity === 'error').length;
  }

  private sourceOf(offset: number): Source {
    return this.included.findLast(({ base }) => base <= offset) ?? this.first;
  }

  private isTold(place: string): boolean {
    const { size } = this.told;
    return this.told.add(place).size === size;
  }
}

/** What is told is for people: a name of a hundred thousand letters is not said again. */
const told = (text: string): string => (text.length > longestTold ? `${text.slice(0, longestTold)}…` : text);

const longestTold = 1_000;

/** Enough for each finding to be told at some uses of a template. */
const mostPaths = 10 * mostFindings;

/** Not left to the parser, which loses lines where quotes are wrong. */
const linesOf = (text: string): LineCounter => {
  const lines = new LineCounter();
  for (let start = 0; start >= 0; start = text.indexOf('\n', start) + 1 || -1) lines.addNewLine(start);
  return lines;
};
