import type { Finding } from '@switchyard/contracts';
import type { LineCounter } from 'yaml';
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

  constructor(private readonly lines: LineCounter) {}

  /** @param offset of the first character concerned. */
  add(offset: number, path: string, { severity = 'error', ...problem }: Problem): undefined {
    if (this.findings.length >= mostFindings) return undefined;
    const { line, col } = this.lines.linePos(offset);
    this.findings.push({ severity, ...problem, path, line: Math.max(1, line), column: Math.max(1, col) });
    return undefined;
  }

  get hasErrors(): boolean {
    return this.findings.some(finding => finding.severity === 'error');
  }
}
