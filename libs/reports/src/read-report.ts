import type { KeptReport, ReportKind } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';
import { badReport } from './bad-report.js';
import { line } from './clean.js';
import { CoberturaReader } from './coverage/cobertura-reader.js';
import { LcovReader } from './coverage/lcov-reader.js';
import { JunitReader } from './junit/junit-reader.js';
import { kept, maxReportBytes } from './limits.js';
import type { ReportReader } from './report-reader.js';
import { SarifReader } from './sarif/sarif-reader.js';

const readers: Record<ReportKind, () => ReportReader> = {
  junit: () => new JunitReader(),
  sarif: () => new SarifReader(),
  lcov: () => new LcovReader(),
  cobertura: () => new CoberturaReader(),
};

export interface ReportFile {
  path: string;
  body: AsyncIterable<Uint8Array>;
}

/**
 * What the files of a report say together. A file that is something else is a mistake, and the others count.
 * @param maxBytes of all files together; what comes after them is not read
 * @throws whatever a body throws that is no mistake of the file itself
 */
export const readReport = async (
  kind: ReportKind,
  files: Iterable<ReportFile> | AsyncIterable<ReportFile>,
  maxBytes = maxReportBytes,
): Promise<KeptReport> => {
  const reader = readers[kind]();
  const budget = new Budget(maxBytes);
  const mistakes: string[] = [];
  let unsaid = 0;
  for await (const { path, body } of files) {
    const mistake = await mistakeIn(() => reader.add(path, budget.of(body)));
    if (mistake === undefined) continue;
    if (mistakes.length < kept.mistakes - 1) mistakes.push(line(`${path}: ${mistake}`, kept.message));
    else unsaid += 1;
  }
  if (unsaid > 0) mistakes.push(`and ${unsaid} more files could not be read`);
  return { kind, report: reader.report(), mistakes };
};

const mistakeIn = async (work: () => Promise<void>): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Fault && error.code === 'bad-report') return error.message;
    throw error;
  }
};

/** Counts the bytes of all files together. */
class Budget {
  private bytes = 0;

  constructor(private readonly most: number) {}

  async *of(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      this.bytes += piece.length;
      if (this.bytes > this.most) throw badReport(`the report has more than ${this.most} bytes`);
      yield piece;
    }
  }
}
