import type { ReportKind } from '../material.js';

/** A test that did not pass. */
export interface TestFailure {
  /** Its class, module or package. */
  suite: string;
  name: string;
  kind: 'failure' | 'error';
  /** One line. */
  message: string;
  /** The beginning of what was printed about it, such as a stack trace. */
  text?: string;
  file?: string;
  /** From 1. */
  line?: number;
}
export interface TestTime {
  suite: string;
  name: string;
  seconds: number;
}
/** Results of tests, out of JUnit XML. */
export interface TestReport {
  kind: 'junit';
  /** All that are named: passed, failed, errors and skipped together. */
  tests: number;
  passed: number;
  failed: number;
  /** They broke before they could fail. */
  errors: number;
  skipped: number;
  /** Of those that passed: those that failed first. */
  flaky: number;
  /** Of all tests together. */
  seconds: number;
  /** The first of them. */
  failures: TestFailure[];
  /** The slowest first. */
  slowest: TestTime[];
}

export const findingLevels = ['error', 'warning', 'note', 'none'] as const;
export type FindingLevel = (typeof findingLevels)[number];

export interface ReportFinding {
  rule: string;
  level: FindingLevel;
  message: string;
  file?: string;
  line?: number;
  column?: number;
}
/** What checkers of code found, out of SARIF 2.1.0. */
export interface FindingReport {
  kind: 'sarif';
  tools: string[];
  /** Without those that are suppressed. */
  findings: number;
  suppressed: number;
  levels: Record<FindingLevel, number>;
  /** The most frequent first. */
  rules: { rule: string; level: FindingLevel; findings: number; title?: string }[];
  /** The first of them, the worst before all others. */
  first: ReportFinding[];
}

/** How many there are, and how many of them ran. */
export interface Covered {
  found: number;
  hit: number;
}
/** What tests ran through, out of LCOV or Cobertura. */
export interface CoverageReport {
  kind: 'lcov' | 'cobertura';
  files: number;
  lines: Covered;
  /** Absent where the report says nothing about them. */
  functions?: Covered;
  branches?: Covered;
  /** Files with the smallest share of lines, the worst first. */
  worst: { path: string; lines: Covered }[];
}

export type Report = TestReport | FindingReport | CoverageReport;

/** A report as it is kept: what was read, and what could not be. */
export interface KeptReport {
  kind: ReportKind;
  report: Report;
  /** One sentence for each file that is not, or not wholly, in it. */
  mistakes: string[];
}
