import type { Report } from '@switchyard/contracts';

/** Reads the files of one report, one after the other, and says what they say together. */
export interface ReportReader {
  /**
   * What was read before a mistake counts.
   * @param path by which mistakes name it
   * @throws Fault `bad-report`
   */
  add(path: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  report(): Report;
}
