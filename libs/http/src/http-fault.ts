import type { ErrorAnswer, ErrorCategory } from '@switchyard/contracts';
import { Fault } from '@switchyard/kernel';

/** A fault that knows how it is told over HTTP. */
export class HttpFault extends Fault {
  constructor(
    readonly status: number,
    readonly category: ErrorCategory,
    answer: {
      code: string;
      message: string;
      suggestions?: string[];
      details?: NonNullable<ErrorAnswer['details']>;
      retryAfter?: number;
    },
  ) {
    super({ ...answer, blame: status < 500 ? 'user' : 'platform', retry: status >= 500 });
    this.details = answer.details;
    this.retryAfter = answer.retryAfter;
  }

  readonly details: ErrorAnswer['details'];
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined;
}

export const notFound = (code: string, message: string, suggestion: string): HttpFault =>
  new HttpFault(404, 'validation', { code, message, suggestions: [suggestion] });
