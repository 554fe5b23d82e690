import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import cookie from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ErrorFilter, httpDoor, refuseDeepBodies, tellError, watchRequests } from '@switchyard/http';
import { Fault, type Millis, reasonOf } from '@switchyard/kernel';
import { nestLogger } from '@switchyard/telemetry';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayModule } from './gateway.module.js';
import { asksForSocket, takeSockets } from './in/api/web-sockets.js';
import { hearOutWhoIsRefused } from './in/limits/heard-out.js';
import { InFlight } from './in/limits/in-flight.js';
import { protect, serverLimits } from './in/limits/server-limits.js';
import { takeUploads } from './in/multipart.js';
import { serveWeb } from './in/web/serve-web.js';
import type { Parts } from './parts.js';

const service = 'gateway';
/** For answers that are on their way when the gateway leaves; less than the whole leave may take. */
const answersMs: Millis = 7_000;
const yamlTypes = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml', 'text/plain'];

export interface HttpServer {
  url: string;
  /** Answers nothing new, ends event streams, finishes the rest. */
  stop(): Promise<void>;
}

/** The PEM files of a certificate and its key. */
export interface TlsFiles {
  cert: string;
  key: string;
}

/** @throws Fault `port-taken`, `cannot-listen`, `bad-certificate` */
export const startHttpServer = async (
  parts: Parts,
  host: string,
  port: number,
  tls?: TlsFiles,
): Promise<HttpServer> => {
  const adapter = new FastifyAdapter({
    ...serverLimits(parts.limiting.limits),
    ...(tls ? secured(tls) : { http: { shouldUpgradeCallback: asksForSocket } }),
    genReqId: () => randomUUID(),
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // Before any route is found, so before the filter.
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const { status, body } = tellError(error, request.id, Date.now());
      void reply.status(status).header('yard-request-id', request.id).send(body);
    },
  });
  const server = adapter.getInstance();
  watchRequests(server, service);
  refuseDeepBodies(server);
  parts.routes.watch(server);
  takeSockets(server);
  server.addContentTypeParser(yamlTypes, { parseAs: 'string' }, (_request, body, done) => done(null, body));
  await server.register(cookie);
  const inFlight = new InFlight();
  inFlight.watch(server);
  await protect(server, parts.limiting.limits);
  hearOutWhoIsRefused(server);
  await takeUploads(server);
  serveWeb(server, parts.web);
  const nest = await NestFactory.create<NestFastifyApplication>(GatewayModule.of(parts), adapter, {
    logger: nestLogger(service),
    abortOnError: false,
    // Signatures of webhooks are over the bytes.
    rawBody: true,
  });
  nest.useGlobalPipes(httpDoor());
  nest.useGlobalFilters(new ErrorFilter(service));
  await nest.listen(port, host).catch(async (cause: unknown) => {
    await nest.close();
    if (cause instanceof Fault) throw cause;
    throw portFault(host, port, cause);
  });
  const stop = async () => {
    const answered = inFlight.leave(server, answersMs);
    await Promise.all([Promise.race([parts.streams.stop(), answered]), answered]);
    await nest.close();
  };
  return { url: urlOf(host, await nest.getUrl(), tls ? 'https' : 'http'), stop };
};

/** Bodies are checked by their classes: the compilers of fastify's own schemas are large, and never loaded. */
const noSchemas = (): never => {
  throw new Error('a route has a schema of fastify, which nothing here checks');
};

/** HTTP/2, and HTTP/1.1 for those who do not speak it, as they agree in the handshake (RFC 7301). */
const secured = ({ cert, key }: TlsFiles) => ({
  http2: true as const,
  https: {
    cert: pemIn(cert),
    key: pemIn(key),
    allowHTTP1: true,
    minVersion: 'TLSv1.2' as const,
    shouldUpgradeCallback: asksForSocket,
  },
});

const pemIn = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new Fault({
      code: 'bad-certificate',
      message: `${file} cannot be read: ${reasonOf(cause)}`,
      blame: 'platform',
      retry: false,
      suggestions: ['TLS_CERT_FILE and TLS_KEY_FILE name PEM files that the gateway may read'],
      cause,
    });
  }
};

const urlOf = (host: string, listening: string, scheme: string) =>
  `${scheme}://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${new URL(listening).port}`;

const portFault = (host: string, port: number, cause: unknown): Fault => {
  const taken = (cause as { code?: unknown }).code === 'EADDRINUSE';
  return new Fault({
    code: taken ? 'port-taken' : 'cannot-listen',
    message: taken
      ? `port ${port} on ${host} is taken by another program`
      : `cannot listen on ${host}:${port}: ${reasonOf(cause)}`,
    blame: 'platform',
    retry: false,
    suggestions: ['choose another port, or 0 for any free one'],
    cause,
  });
};
