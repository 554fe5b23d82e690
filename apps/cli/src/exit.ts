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
  /** Whoever read the output has seen enough, as after SIGPIPE. */
  unread: 141,
} as const;

/** An end with a sentence for people; an empty one says nothing. */
export class Stop extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly suggestions: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Statuses that say the request was not right, not the platform. */
const badRequests = [400, 403, 404, 409, 410, 412, 413, 422];

/** The exit code of anything thrown. */
export const codeOfError = (error: unknown): number => {
  if (error instanceof Stop) return error.code;
  const { status } = (error ?? {}) as { status?: unknown };
  return typeof status === 'number' && badRequests.includes(status) ? exit.badInput : exit.platform;
};
