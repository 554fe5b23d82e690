import { Fault } from '@switchyard/kernel';

/** A file that is not what it was said to be, or more than anybody reads. */
export const badReport = (message: string, cause?: unknown): Fault =>
  new Fault({ code: 'bad-report', message, blame: 'user', retry: false, ...(cause === undefined ? {} : { cause }) });
