import type { ReportTotals } from '@switchyard/contracts';
import { counted } from '@switchyard/kernel';

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
