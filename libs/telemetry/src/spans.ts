import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

export interface SpanOptions {
  /** The service that does the work; the instrumentation scope of the span. */
  service: string;
  kind?: 'internal' | 'client' | 'server' | 'producer' | 'consumer';
  /** Defaults to the context this code runs in. */
  parent?: Context;
  attributes?: Attributes;
}

const kinds = {
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  server: SpanKind.SERVER,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/** Runs `work` inside a span of its own. A rejection is recorded and passed on. */
export const inSpan = <T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> =>
  trace
    .getTracer(options.service)
    .startActiveSpan(
      name,
      { kind: kinds[options.kind ?? 'internal'], attributes: options.attributes ?? {} },
      options.parent ?? context.active(),
      async span => {
        try {
          return await work(span);
        } catch (error) {
          markFailed(span, error);
          throw error;
        } finally {
          span.end();
        }
      },
    );

/** Notes on the span that its work failed. */
export const markFailed = (span: Span, error: unknown): void => {
  const message = error instanceof Error ? error.message : String(error);
  span.recordException(error instanceof Error ? error : message);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
};

/** The W3C `traceparent` of a context (w3.org/TR/trace-context), or undefined where there is no span. */
export const traceparentOf = (ctx: Context = context.active()): string | undefined => {
  const carrier: Record<string, string> = {};
  propagation.inject(ctx, carrier);
  return carrier['traceparent'];
};

/** The context a `traceparent` names; an empty one for anything else. */
export const contextFrom = (traceparent: string | undefined): Context =>
  traceparent ? propagation.extract(ROOT_CONTEXT, { traceparent }) : ROOT_CONTEXT;

/** Runs `work` as a child of whatever `traceparent` names. */
export const within = <T>(parent: Context, work: () => T): T => context.with(parent, work);

export interface ServerSpan {
  /** Work for the request belongs in here. */
  context: Context;
  end(name: string, attributes: Attributes, failed: boolean): void;
}

/** The span of one HTTP request, below the caller's where it sent a `traceparent`. */
export const openServerSpan = (service: string, name: string, traceparent: string | undefined): ServerSpan => {
  const parent = contextFrom(traceparent);
  const span = trace.getTracer(service).startSpan(name, { kind: SpanKind.SERVER }, parent);
  return {
    context: trace.setSpan(parent, span),
    end: (finalName, attributes, failed) => {
      span.updateName(finalName);
      span.setAttributes(attributes);
      if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
};
