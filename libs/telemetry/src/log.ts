import { trace } from '@opentelemetry/api';
import { pino } from 'pino';

export interface LogOptions {
  /** Least severe level that is written; `info` unless told otherwise. */
  level?: string;
  /** A file to append to; standard error unless told otherwise. */
  file?: string;
}

export type LogFields = Record<string, unknown>;

/** One line of JSON per call: a constant sentence, fields, the service and the trace. Never a secret. */
export interface Log {
  debug(fields: LogFields, sentence: string): void;
  info(fields: LogFields, sentence: string): void;
  warn(fields: LogFields, sentence: string): void;
  error(fields: LogFields, sentence: string): void;
}

const traceFields = (): object => {
  const span = trace.getActiveSpan()?.spanContext();
  return span ? { traceId: span.traceId, spanId: span.spanId } : {};
};

const open = ({ level = 'info', file }: LogOptions) =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      mixin: traceFields,
    },
    pino.destination({ dest: file ?? 2, sync: true, mkdir: true }),
  );

let root = open({ level: 'warn' });

export const configureLogs = (options: LogOptions): void => {
  root = open(options);
};

type Level = 'debug' | 'info' | 'warn' | 'error';

/** The log of one service. It follows a later {@link configureLogs}. */
export const loggerOf = (service: string): Log => {
  const at = (level: Level) => (fields: LogFields, sentence: string) => root[level]({ service, ...fields }, sentence);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
};

/** The same log in the shape Nest asks for. Nest's own start-up lines are details. */
export const nestLogger = (service: string) => {
  const log = loggerOf(service);
  const write =
    (level: Level) =>
    (message: unknown, ...rest: unknown[]) =>
      log[level]({ context: rest.at(-1), ...(rest.length > 1 ? { detail: rest[0] } : {}) }, String(message));
  return {
    log: write('debug'),
    verbose: write('debug'),
    debug: write('debug'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('error'),
  };
};
