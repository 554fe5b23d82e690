export * from './limits.js';
export { readReport, type ReportFile } from './read-report.js';
export { totalsOf } from './totals.js';
