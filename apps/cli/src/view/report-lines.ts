import type { Covered, CoverageReport, FindingReport, ReportsAnswer, TestReport } from '@switchyard/contracts';
import { plain } from './clean.js';

/** Of each kind of thing; all are in the JSON. */
const most = 20;

/** A report for people. */
export const reportLines = ({ name, stepId, report, mistakes }: ReportsAnswer['reports'][number]): string[] => [
  `${plain(name)} of ${stepId}: ${summaryOf(report)}`,
  ...detailsOf(report).map(line => `  ${plain(line)}`),
  ...mistakes.map(mistake => `  not read: ${plain(mistake)}`),
];

type Report = ReportsAnswer['reports'][number]['report'];

const summaryOf = (report: Report): string => {
  switch (report.kind) {
    case 'junit':
      return `${report.tests} tests, ${report.passed} passed, ${report.failed + report.errors} failed, ${report.skipped} skipped, ${report.seconds} s`;
    case 'sarif':
      return `${report.findings} findings, ${report.levels.error} errors, ${report.levels.warning} warnings`;
    default:
      return `${share(report.lines)} of lines in ${report.files} files`;
  }
};

const detailsOf = (report: Report): string[] => {
  switch (report.kind) {
    case 'junit':
      return testLines(report);
    case 'sarif':
      return findingLines(report);
    default:
      return coverageLines(report);
  }
};

const at = ({ file, line }: { file?: string; line?: number }): string =>
  file === undefined ? '' : ` (${file}${line === undefined ? '' : `:${line}`})`;

const testLines = ({ failures, slowest }: TestReport): string[] => [
  ...failures.slice(0, most).map(one => `✗ ${one.suite} › ${one.name}: ${one.message}${at(one)}`),
  ...slowest.slice(0, 3).map(one => `slow: ${one.seconds} s ${one.suite} › ${one.name}`),
];

const findingLines = ({ first }: FindingReport): string[] =>
  first.slice(0, most).map(one => `${one.level} ${one.rule}: ${one.message}${at(one)}`);

const coverageLines = ({ functions, branches, worst }: CoverageReport): string[] => [
  ...(functions ? [`${share(functions)} of functions`] : []),
  ...(branches ? [`${share(branches)} of branches`] : []),
  ...worst.slice(0, most).map(({ path, lines }) => `${share(lines)} ${path}`),
];

const share = ({ found, hit }: Covered): string =>
  `${found === 0 ? '0' : ((100 * hit) / found).toFixed(1)} % (${hit}/${found})`;
