import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import { isoTime } from '@switchyard/kernel';
import type { FastifyHttpOptions, FastifyInstance, FastifyServerOptions } from 'fastify';
import { type HttpLimits, mostBodyBytes } from './http-limits.js';

/** Seconds that browsers remember to come by https only. */
const httpsSeconds = 365 * 86_400;

/** Options of the server that holds callers to the limits before any route is known. */
export const serverLimits = ({ trustedProxies, requestMs }: HttpLimits): FastifyServerOptions => {
  const options: FastifyHttpOptions<Server> = {
    bodyLimit: mostBodyBytes,
    // What stands left of our own proxies' words in X-Forwarded-For may be written by anybody.
    trustProxy: trustedProxies > 0 ? (_address: string, hop: number) => hop < trustedProxies : false,
    requestTimeout: requestMs,
    http: {
      // Node takes the smaller of the two for the headers, and the other for the whole.
      headersTimeout: Math.min(requestMs, 60_000),
      requestTimeout: requestMs,
      connectionsCheckingInterval: Math.min(1_000, Math.ceil(requestMs / 4)),
    },
    clientErrorHandler: brokenRequest,
  };
  return options;
};

/** Answers a request that never became one: too slow, too long, or no HTTP. */
const brokenRequest = (error: Error & { code?: string }, socket: Socket): void => {
  const { _httpMessage: answering } = socket as Socket & { _httpMessage?: { headersSent: boolean } };
  if (error.code === 'ECONNRESET' || !socket.writable || answering?.headersSent) return void socket.destroy();
  const { status, category, code, message } = brokenShapes[error.code ?? ''] ?? noHttp;
  const body = JSON.stringify({
    error: category,
    code,
    message,
    details: {},
    suggestions: ['send the request again, whole'],
    timestamp: isoTime(Date.now()),
  });
  const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json; charset=utf-8\r\nconnection: close`;
  socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  socket.destroySoon();
};

interface Broken {
  status: string;
  category: 'timeout' | 'validation';
  code: string;
  message: string;
}
const noHttp: Broken = {
  status: '400 Bad Request',
  category: 'validation',
  code: 'bad-request',
  message: 'this is no HTTP/1.1',
};
const brokenShapes: Record<string, Broken> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    category: 'timeout',
    code: 'request-too-slow',
    message: 'the request did not arrive whole in the time that there is for it',
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    category: 'validation',
    code: 'headers-too-large',
    message: 'the headers have more than 16384 bytes, which is the most',
  },
};

/** What every answer tells browsers to refuse. The API has nothing to show: no scripts, no frames, no forms. */
export const protect = async (server: FastifyInstance, { cors: wish }: HttpLimits): Promise<void> => {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Only where https was used, see below.
    hsts: false,
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (request.protocol === 'https') void reply.header('strict-transport-security', `max-age=${httpsSeconds}`);
    done();
  });
  if (wish.origins.length === 0) return;
  await server.register(cors, {
    origin: wish.origins.includes('*') ? '*' : [...wish.origins],
    methods: [...wish.methods],
    credentials: wish.credentials,
    allowedHeaders: [
      ...['authorization', 'content-type', 'idempotency-key', 'if-match', 'last-event-id'],
      ...['yard-actor', 'yard-csrf'],
    ],
    exposedHeaders: ['etag', 'retry-after', 'x-request-id', 'yard-request-id'],
    maxAge: 600,
    strictPreflight: true,
  });
};

/** For a page of the platform's own: its scripts and styles are files, and nothing stands inside the page. */
export const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
