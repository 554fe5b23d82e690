import type { KeptReport, ReportTotals } from '@switchyard/contracts';

/** The few numbers of a report that are shown beside its artifact. */
export const totalsOf = ({ report, mistakes }: KeptReport): ReportTotals => {
  const unread = mistakes.length > 0 ? { mistakes: mistakes.length } : {};
  switch (report.kind) {
    case 'junit': {
      const { kind, tests, failed, errors, skipped } = report;
      return { kind, tests, failed: failed + errors, skipped, ...unread };
    }
    case 'sarif': {
      const { kind, findings, levels } = report;
      return { kind, findings, errors: levels.error, ...unread };
    }
    default: {
      const { kind, lines } = report;
      return { kind, lines: lines.found, linesHit: lines.hit, ...unread };
    }
  }
};
