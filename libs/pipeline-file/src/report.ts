import type { Finding } from '@switchyard/contracts';
import { LineCounter } from 'yaml';
import { mostFindings } from './limits.js';

export interface Problem {
  code: string;
  message: string;
  suggestion?: string;
  severity?: Finding['severity'];
}

/** Collects findings with their places. */
export class Report {
  readonly findings: Finding[] = [];

  private readonly lines = new LineCounter();

  constructor(source: string) {
    // Not left to the parser, which loses lines where quotes are wrong.
    for (let start = 0; start >= 0; start = source.indexOf('\n', start) + 1 || -1) this.lines.addNewLine(start);
  }

  /** @param offset of the first character concerned. */
  add(offset: number, path: string, { severity = 'error', ...problem }: Problem): undefined {
    if (this.isFull) return undefined;
    const { line, col } = this.lines.linePos(offset);
    this.findings.push({ severity, ...problem, path, line, column: col });
    return undefined;
  }

  /** Whether something was found at this path or below it: then what follows from it need not be said. */
  concerns(path: string): boolean {
    return this.findings.some(
      ({ path: seen }) => seen === path || (seen.startsWith(path) && /^[.[]/.test(seen.slice(path.length))),
    );
  }

  /** Whether no more findings are taken. */
  get isFull(): boolean {
    return this.findings.length >= mostFindings;
  }

  get hasErrors(): boolean {
    return this.findings.some(finding => finding.severity === 'error');
  }
}
