import type { ErrorAnswer, ErrorCategory } from '@switchyard/contracts';
import { HttpException } from '@nestjs/common';
import { Fault, isoTime, outageOf } from '@switchyard/kernel';
import { HttpFault } from './http-fault.js';

export interface Told {
  status: number;
  body: ErrorAnswer;
  /** Seconds after which the same request may succeed. */
  retryAfter?: number;
  /** Nobody planned for it: the log wants the whole of it. */
  unplanned: boolean;
}

interface Shape {
  status: number;
  category: ErrorCategory;
  code: string;
  message: string;
  suggestions?: readonly string[];
  details?: ErrorAnswer['details'];
}

/** What a caller is told of anything that was thrown: never a stack, never an inner secret. */
export const tellError = (thrown: unknown, requestId: string, now: number): Told => {
  const shape = shapeOf(thrown);
  const { status, category, code, message, suggestions = [], details } = shape ?? unknownShape;
  const body: ErrorAnswer = {
    error: category,
    code,
    message,
    details: { ...details, requestId },
    suggestions: [...suggestions],
    timestamp: isoTime(now),
    requestId,
  };
  return {
    status,
    body,
    unplanned: shape === undefined,
    ...retryAfterOf(status, thrown),
  };
};

/** 429: something in line must have started first. */
const retryAfterOf = (status: number, thrown: unknown): Pick<Told, 'retryAfter'> => {
  if (thrown instanceof HttpFault && thrown.retryAfter !== undefined) return { retryAfter: thrown.retryAfter };
  if (status === 429) return { retryAfter: 10 };
  return status === 503 || status === 504 ? { retryAfter: 1 } : {};
};

const unknownShape: Shape = {
  status: 500,
  category: 'internal',
  code: 'internal',
  message: 'something went wrong inside; the log of the gateway has more under this request id',
};

const shapeOf = (thrown: unknown): Shape | undefined => {
  if (thrown instanceof HttpFault)
    return { ...factsOf(thrown), status: thrown.status, category: thrown.category, details: thrown.details };
  if (thrown instanceof Fault) return shapeOfFault(thrown);
  const outage = outageOf(thrown);
  if (outage) return shapeOfFault(outage);
  if (thrown instanceof HttpException) return shapeOfStatus(thrown.getStatus(), thrown.message);
  return (
    shapeOfCode(thrown) ?? (thrown instanceof SyntaxError ? shapeOfStatus(400, 'the body is not JSON') : undefined)
  );
};

/** What the server says by its code. */
const shapeOfCode = (thrown: unknown): Shape | undefined => {
  const { code, statusCode, message } = (thrown ?? {}) as Record<string, unknown>;
  if (typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number')
    return shapeOfStatus(statusCode, String(message));
  // The sender left in the middle of its body, or was cut.
  if (code === 'ECONNRESET' && message === 'aborted')
    return shapeOfStatus(400, 'the request ended before it was whole');
  return undefined;
};

const factsOf = ({ code, message, suggestions }: Fault) => ({ code, message, suggestions });

const shapeOfFault = (fault: Fault): Shape | undefined => {
  const facts = factsOf(fault);
  if (fault.code === 'bus-timeout') return { ...facts, status: 504, category: 'timeout' };
  if (fault.blame === 'user') return { ...facts, status: 400, category: 'validation' };
  if (fault.blame === 'policy') return { ...facts, status: 403, category: 'authorization' };
  if (fault.code === 'bad-message') return { ...facts, status: 400, category: 'validation' };
  return fault.retry ? { ...facts, status: 503, category: 'external-service' } : undefined;
};

const suggestions: Record<number, string> = {
  400: 'check the body and its content-type',
  404: 'GET / lists what is here',
  413: 'send at most 1 MB; POST /api/ci/pipelines/upload takes 10 MB, and a pipeline file has at most 256 KB',
  415: 'send application/json, or application/yaml for pipeline files',
};

const shapeOfStatus = (status: number, message: string): Shape => ({
  status,
  category:
    status >= 500 ? 'internal' : status === 401 ? 'authentication' : status === 403 ? 'authorization' : 'validation',
  code: codes[status] ?? (status >= 500 ? 'internal' : 'bad-request'),
  message,
  ...(suggestions[status] ? { suggestions: [suggestions[status]] } : {}),
});

const codes: Record<number, string> = {
  400: 'bad-request',
  404: 'unknown-route',
  405: 'bad-method',
  413: 'too-large',
  415: 'bad-content-type',
};
