import { context } from '@opentelemetry/api';
import { metrics, openServerSpan, type ServerSpan } from '@switchyard/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const spans = new WeakMap<FastifyRequest, ServerSpan>();

/** Gives each request its span, its measurement, its id and the headers every answer has. */
export const watchRequests = (server: FastifyInstance, service: string): void => {
  const seconds = metrics.histogram('yard_http_request_seconds', 'Time to answer an HTTP request', [
    'method',
    'route',
    'status',
  ]);
  server.addHook('onRequest', (request, reply, done) => {
    const traceparent = request.headers['traceparent'];
    const span = openServerSpan(service, request.method, typeof traceparent === 'string' ? traceparent : undefined);
    spans.set(request, span);
    void reply.headers({ 'x-request-id': request.id, 'yard-request-id': request.id, 'cache-control': 'no-store' });
    context.with(span.context, done);
  });
  // The body arrives in events of the socket, which know no request; handlers must be inside its span again.
  server.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) context.with(span.context, done);
    else done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request);
    seconds.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    endSpan(request, reply, route);
    done();
  });
};

const routeOf = (request: FastifyRequest) => request.routeOptions.url ?? 'unknown';

const endSpan = (request: FastifyRequest, reply: FastifyReply, route: string): void => {
  const attributes = {
    'http.request.method': request.method,
    'http.route': route,
    'http.response.status_code': reply.statusCode,
  };
  spans.get(request)?.end(`${request.method} ${route}`, attributes, reply.statusCode >= 500);
  spans.delete(request);
};
