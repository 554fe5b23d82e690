import type { ReportTotals } from '@switchyard/contracts';

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Bytes for people, by thousands: `3.4 MB`. */
export const sized = (bytes: number): string => {
  let [value, unit] = [bytes, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
};

export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A report in one line. */
export const reportWords = ({ kind, ...totals }: ReportTotals): string => {
  switch (kind) {
    case 'junit':
      return testWords(totals);
    case 'sarif':
      return findingWords(totals);
    default:
      return coverageWords(totals);
  }
};

type Totals = Omit<ReportTotals, 'kind'>;

const testWords = ({ tests = 0, failed = 0, skipped = 0 }: Totals): string =>
  `${counted(tests, 'test')}: ${tests - failed - skipped} passed, ${failed} failed, ${skipped} skipped`;

const findingWords = ({ findings = 0, errors = 0 }: Totals): string =>
  `${counted(findings, 'finding')}, ${counted(errors, 'error')} among them`;

const coverageWords = ({ lines = 0, linesHit = 0 }: Totals): string =>
  `${lines === 0 ? '0' : ((100 * linesHit) / lines).toFixed(1)} % of ${counted(lines, 'line')} covered`;
