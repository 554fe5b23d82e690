import { Bus, startHeartbeat } from '@switchyard/bus';
import { startOpsServer } from '@switchyard/http';
import { Fault, type Millis, type RunningService, sleep } from '@switchyard/kernel';
import { openStore } from '@switchyard/store';
import { keepProjectsOf } from './access-parts.js';
import { loggerOf } from '@switchyard/telemetry';
import type { GatewayConfig } from './config.js';
import { startHttpServer, type TlsFiles } from './http-server.js';
import { handOverEvery } from './in/hand-over.timer.js';
import { listenToNews } from './in/pipeline-news.listener.js';
import { outsideProvidersOf } from './identity-parts.js';
import { partsOf } from './parts.js';

const service = 'gateway';

/** For everything together, open streams as well: whoever sent the signal waits no longer. */
const leaveMs: Millis = 10_000;

export interface RunningGateway extends RunningService {
  /** Where the API answers, such as `http://127.0.0.1:8080`. */
  url: string;
}

/** Starts the service; resolves when it answers. */
export const startGateway = async (config: GatewayConfig): Promise<RunningGateway> => {
  const [bus, store] = await Promise.all([
    Bus.connect({ url: config.NATS_URL, user: config.NATS_USER, password: config.NATS_PASSWORD, name: service }),
    openStore({ uri: config.MONGODB_URI, database: config.MONGODB_DATABASE, service }),
  ]);
  const parts = await partsOf(bus, store, config, await outsideProvidersOf(config));
  const leaveConnections = async () => {
    await parts.limiting.audit.stop();
    await parts.limiting.counters.close();
    await parts.blobs.close();
    await bus.drain();
    await store.close();
  };
  await store.ensureIndexes();
  await keepProjectsOf(parts.access, parts.ports.pipelines, parts.clock).prepare();
  const news = listenToNews(bus, parts.knownInputs);
  const http = await startHttpServer(parts, config.HTTP_HOST, config.HTTP_PORT, tlsOf(config)).catch(
    async (error: unknown) => {
      await leaveConnections();
      throw error;
    },
  );
  const stop = new AbortController();
  const sweeping = [parts.handOver, parts.hooks.handOver].map(one => handOverEvery(one, config.SWEEP_MS, stop.signal));
  const heartbeat = startHeartbeat(bus, { service });
  const ready = async () => ({ ok: bus.connected, checks: { bus: bus.connected } });
  const ops = await startOpsServer({ port: config.OPS_PORT, service, ready });
  let stopping: Promise<void> | undefined;
  const leave = async () => {
    stop.abort();
    heartbeat.stop();
    await http.stop();
    news.stop();
    await Promise.all([...sweeping, ops.stop()]);
    await Promise.all([parts.handOver.idle(), parts.hooks.handOver.idle()]);
    await leaveConnections();
  };
  return { url: http.url, stop: () => (stopping ??= inTime(leave())) };
};

const inTime = async (leaving: Promise<void>): Promise<void> => {
  const done = new AbortController();
  const late = sleep(leaveMs, done.signal).then(() => {
    if (!done.signal.aborted) loggerOf(service).warn({}, 'left before everything had ended');
  });
  await Promise.race([leaving, late]).finally(() => done.abort());
};

/** @throws Fault when only one of the two files is named. */
const tlsOf = ({ TLS_CERT_FILE: cert, TLS_KEY_FILE: key }: GatewayConfig): TlsFiles | undefined => {
  if (cert !== undefined && key !== undefined) return { cert, key };
  if (cert === undefined && key === undefined) return undefined;
  throw new Fault({
    code: 'bad-certificate',
    message: `HTTPS needs ${cert === undefined ? 'TLS_CERT_FILE' : 'TLS_KEY_FILE'} too`,
    blame: 'user',
    retry: false,
    suggestions: ['name both PEM files, or none of them for plain HTTP behind a proxy'],
  });
};
