import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { Fault, reasonOf } from '@switchyard/kernel';
import { metricsContentType, metricsText } from '@switchyard/telemetry';

export interface Readiness {
  ok: boolean;
  /** What was looked at, by name. */
  checks: Record<string, boolean>;
}

export interface OpsOptions {
  service: string;
  /** 0 = no server. */
  port: number;
  host?: string;
  ready: () => Promise<Readiness>;
}

/** Serves `/metrics` (Prometheus text), `/healthz` (the process lives) and `/readyz` (it can work) to operators. */
export const startOpsServer = async ({
  service,
  port,
  host = '0.0.0.0',
  ready,
}: OpsOptions): Promise<{ stop(): Promise<void> }> => {
  if (port === 0) return { stop: () => Promise.resolve() };
  const server = createServer((request, response) => {
    answer(request.url ?? '/', response, service, ready).catch((error: unknown) => {
      send(response, 500, { error: reasonOf(error) });
    });
  });
  server.listen(port, host);
  await once(server, 'listening').catch((cause: unknown) => {
    const message = `${service} cannot listen on ${host}:${port} for operators: ${reasonOf(cause)}`;
    throw new Fault({
      code: 'port-taken',
      message,
      blame: 'platform',
      retry: false,
      suggestions: ['choose another OPS_PORT'],
      cause,
    });
  });
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
};

const answer = async (
  url: string,
  response: ServerResponse,
  service: string,
  ready: OpsOptions['ready'],
): Promise<void> => {
  const [path] = url.split('?');
  if (path === '/metrics') {
    response.writeHead(200, { 'content-type': metricsContentType }).end(await metricsText());
    return;
  }
  if (path === '/healthz') return send(response, 200, { service, status: 'ok' });
  if (path !== '/readyz') return send(response, 404, { error: 'only /metrics, /healthz and /readyz are here' });
  const { ok, checks } = await ready();
  send(response, ok ? 200 : 503, { service, status: ok ? 'ready' : 'not ready', checks });
};

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
