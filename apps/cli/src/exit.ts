/** What the shell is told. */
export const exit = {
  success: 0,
  /** The execution failed, was cancelled, or ran out of time. */
  failure: 1,
  /** A pipeline file or a command line that is not right. */
  badInput: 2,
  /** The platform, not the pipeline. */
  platform: 3,
  interrupted: 130,
} as const;

/** An end with a sentence for people. */
export class Stop extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly suggestions: readonly string[] = [],
  ) {
    super(message);
  }
}
