import { Bus, startHeartbeat } from '@switchyard/bus';
import { startOpsServer } from '@switchyard/http';
import { Fault, type RunningService } from '@switchyard/kernel';
import { openStore } from '@switchyard/store';
import type { GatewayConfig } from './config.js';
import { startHttpServer, type TlsFiles } from './http-server.js';
import { handOverEvery } from './in/hand-over.timer.js';
import { partsOf } from './parts.js';

const service = 'gateway';

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
  const parts = partsOf(bus, store, config);
  const leaveConnections = async () => {
    await bus.drain();
    await store.close();
  };
  await store.ensureIndexes();
  const http = await startHttpServer(parts, config.HTTP_HOST, config.HTTP_PORT, tlsOf(config)).catch(
    async (error: unknown) => {
      await leaveConnections();
      throw error;
    },
  );
  const stop = new AbortController();
  const sweeping = handOverEvery(parts.handOver, config.SWEEP_MS, stop.signal);
  const heartbeat = startHeartbeat(bus, { service });
  const ready = async () => ({ ok: bus.connected, checks: { bus: bus.connected } });
  const ops = await startOpsServer({ port: config.OPS_PORT, service, ready });
  let stopping: Promise<void> | undefined;
  const leave = async () => {
    stop.abort();
    heartbeat.stop();
    await http.stop();
    await Promise.all([sweeping, ops.stop()]);
    await parts.handOver.idle();
    await leaveConnections();
  };
  return { url: http.url, stop: () => (stopping ??= leave()) };
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
