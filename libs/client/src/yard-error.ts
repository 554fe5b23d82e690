import type { ErrorAnswer } from '@switchyard/contracts';

/** Why a request was not answered as asked. */
export class YardError extends Error {
  private constructor(
    /** Stable lower-case word: the platform's own, `unreachable`, or `not-switchyard`. */
    readonly code: string,
    message: string,
    /** The HTTP status; undefined when nobody answered. */
    readonly status: number | undefined,
    readonly answer: ErrorAnswer | undefined,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'YardError';
  }

  static unreachable(url: string, cause: unknown): YardError {
    return new YardError('unreachable', `nobody answers at ${url}: ${whyOf(cause)}`, undefined, undefined, cause);
  }

  static of(url: string, status: number, body: string): YardError {
    const answer = answerIn(body);
    if (answer) return new YardError(answer.code, answer.message, status, answer);
    return new YardError('not-switchyard', `${url} answered ${status}, and not as Switchyard does`, status, undefined);
  }

  get suggestions(): string[] {
    return this.answer?.suggestions ?? [];
  }

  /** Whether the same request may succeed later. */
  get mayHeal(): boolean {
    return this.status === undefined || this.status >= 500 || this.status === 429;
  }
}

const answerIn = (body: string): ErrorAnswer | undefined => {
  try {
    const answer = JSON.parse(body) as Partial<ErrorAnswer> | null;
    return typeof answer?.code === 'string' && typeof answer.message === 'string' ? (answer as ErrorAnswer) : undefined;
  } catch {
    return undefined;
  }
};

/** `fetch` hides what happened in the cause. */
const whyOf = (cause: unknown): string => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? inner.message || inner.name : String(inner);
};
