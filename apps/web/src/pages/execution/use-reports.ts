import type { CoverageReport, FindingReport, ReportsAnswer, TestReport } from '@switchyard/contracts';
import { type Query, useQuery } from '../../data/use-query.js';
import { keptIn } from './artifacts-tab.js';
import type { Look } from './look.js';

export type ShownReport = ReportsAnswer['reports'][number];
export type ReportWith<Report> = Omit<ShownReport, 'report'> & { report: Report };

/** What steps said about tests, findings and coverage; asked for anew when one more is kept. */
export const useReports = ({ view }: Look): Query<ReportsAnswer> =>
  useQuery(`reports ${view.id} ${keptIn({ view })}`, client => client.artifacts.reports(view.id));

const isOf =
  <Report extends ShownReport['report']>(...kinds: Report['kind'][]) =>
  (one: ShownReport): one is ShownReport & { report: Report } =>
    kinds.some(kind => kind === one.report.kind);

export const testsIn = ({ reports }: ReportsAnswer) => reports.filter(isOf<TestReport>('junit'));
export const findingsIn = ({ reports }: ReportsAnswer) => reports.filter(isOf<FindingReport>('sarif'));
export const coverageIn = ({ reports }: ReportsAnswer) => reports.filter(isOf<CoverageReport>('lcov', 'cobertura'));
