import { LazyBlobStore } from '@switchyard/blobs';
import { type Bus, version } from '@switchyard/bus';
import type { ExecutionId } from '@switchyard/contracts';
import { reasonOf, SystemClock } from '@switchyard/kernel';
import type { Store } from '@switchyard/store';
import { loggerOf } from '@switchyard/telemetry';
import { artifactPartsOf } from './artifact-parts.js';
import { accessStoresOf } from './access-parts.js';
import { FindTrace } from './app/find-trace.js';
import { HandOver, HandOverTrouble } from './app/hand-over.js';
import { KnownInputs } from './app/known-inputs.js';
import { QueueLimit } from './app/queue-limit.js';
import type { GatewayConfig } from './config.js';
import { EventStreams } from './in/event-streams.js';
import { Routes } from './in/routes.js';
import { hookPartsOf } from './hooks-parts.js';
import { identityPartsOf, type OutsideProvider } from './identity-parts.js';
import { limitsPartsOf } from './limits-parts.js';
import { BuiltWebFiles } from './out/built-web-files.js';
import { BlobCaches } from './out/blob-caches.js';
import { probesOf } from './out/machine-probes.js';
import { MongoInbox } from './out/mongo-inbox.js';
import { MongoWebhookTokens } from './out/mongo-webhook-tokens.js';
import { NatsConnectors, NatsDeployments } from './out/nats-connectors.js';
import { NatsExecutions } from './out/nats-executions.js';
import { NatsHistory } from './out/nats-history.js';
import { NatsLive } from './out/nats-live.js';
import { NatsPipelines } from './out/nats-pipelines.js';
import { NatsFileChecks } from './out/nats-file-checks.js';
import { NatsHealth, NatsRegistry } from './out/nats-registry.js';
import { NatsSecrets } from './out/nats-secrets.js';
import { NatsNotify } from './out/nats-notify.js';
import { NatsStatistics } from './out/nats-statistics.js';
import { NatsTemplates } from './out/nats-templates.js';
import { NatsWorkspaces } from './out/nats-workspaces.js';

class LogTrouble extends HandOverTrouble {
  note(executionId: ExecutionId, error: unknown): void {
    loggerOf('gateway').warn({ executionId, error: reasonOf(error) }, 'trigger not handed over yet');
  }
}

/** Everything that is asked of other services. */
const onBus = (bus: Bus) => ({
  pipelines: new NatsPipelines(bus),
  fileChecks: new NatsFileChecks(bus),
  history: new NatsHistory(bus),
  library: new NatsTemplates(bus),
  executions: new NatsExecutions(bus),
  registry: new NatsRegistry(bus),
  connectors: new NatsConnectors(bus),
  deployments: new NatsDeployments(bus),
  live: new NatsLive(bus),
  busHealth: new NatsHealth(bus),
  secrets: new NatsSecrets(bus),
  notify: new NatsNotify(bus),
  statistics: new NatsStatistics(bus),
  workspaces: new NatsWorkspaces(bus),
});

/** Everything the service is made of, wired. */
export const partsOf = async (
  bus: Bus,
  store: Store,
  config: GatewayConfig,
  providers: readonly OutsideProvider[] = [],
) => {
  const clock = new SystemClock();
  const blobs = new LazyBlobStore(config.BLOBS_URL, { bus });
  const ports = {
    inbox: new MongoInbox(store),
    webhookTokens: new MongoWebhookTokens(store),
    ...onBus(bus),
    caches: new BlobCaches(blobs),
  };
  const limiting = await limitsPartsOf(store, config, clock);
  const { counting, audit } = limiting;
  const beside = { clock, access: accessStoresOf(store, clock), counting, providers, audit };
  const handOver = new HandOver(ports.inbox, ports.pipelines, ports.executions, new LogTrouble(), clock);
  const limit = new QueueLimit(ports.executions, handOver, clock, config.MAX_QUEUED_PER_PROJECT);
  const webhookKey = config.WEBHOOK_KEY ?? config.YARD_TOKEN;
  return {
    ports,
    artifacts: artifactPartsOf(bus, blobs),
    traces: new FindTrace(ports.executions, config.TRACE_VIEWER_URL),
    blobs,
    hooks: hookPartsOf(bus, store, { clock, limit, key: webhookKey }),
    handOver,
    knownInputs: new KnownInputs(ports.pipelines, clock),
    limit,
    limiting,
    streams: new EventStreams(),
    routes: new Routes(),
    web: new BuiltWebFiles(config.WEB_DIRECTORY),
    probes: probesOf({ path: config.DISK_PATH, leastMegabytes: config.LEAST_DISK_MB }, limiting.counters),
    clock,
    version,
    ...identityPartsOf(store, config, beside),
    webhookKey,
  };
};

export type Parts = Awaited<ReturnType<typeof partsOf>>;
