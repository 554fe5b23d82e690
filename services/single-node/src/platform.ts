import { pathToFileURL } from 'node:url';
import { type Fault, type RunningService } from '@switchyard/kernel';
import { loggerOf } from '@switchyard/telemetry';
import { progress } from './announce.js';
import { childProcesses } from './child-processes.js';
import type { Options, SingleNodeConfig } from './config.js';
import type { DataDirectory } from './data-directory.js';
import { type Foundation, layFoundation } from './foundation.js';
import { inProcess } from './in-process.js';
import { connectorsOf, gateway, type Host, type Part, type RunningPart, services } from './parts.js';

export interface Platform extends RunningService {
  url: string;
  /** Resolves when it cannot go on. */
  broken: Promise<Fault>;
}

/** Starts the whole house on one data directory. What has started is stopped again when a part does not. */
export const startPlatform = async (
  directory: DataDirectory,
  config: SingleNodeConfig,
  { port, processes }: Options,
): Promise<Platform> => {
  progress('starting the bus and the store');
  const connectors = connectorsOf(config);
  // The code is loaded while the bus starts, and not before: a process that has grown takes long to fork.
  const load = () => {
    if (!processes) preload([...services, gateway, ...connectors]);
  };
  const foundation = await layFoundation(directory, config, port, load);
  const host = processes ? childProcesses(directory.log, config.RESTART_MAX_MS) : inProcess;
  const house = new House(foundation, host, connectors);
  try {
    progress('starting the services');
    await Promise.all([...services, gateway].map(part => house.add(part)));
    await Promise.all(connectors.map(part => house.add(part)));
    const url = house.url;
    await directory.publish(url, processes ? 'processes' : 'embedded');
    return { url, broken: foundation.broken, stop: () => house.stop() };
  } catch (error) {
    await house.stop();
    throw error;
  }
};

const preload = (parts: readonly Part[]): void => {
  for (const part of parts) part.load().catch(() => undefined);
};

class House {
  private readonly running = new Map<Part, RunningPart>();
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly foundation: Foundation,
    private readonly host: Host,
    private readonly connectors: readonly Part[],
  ) {}

  get url(): string {
    return this.running.get(gateway)?.url ?? '';
  }

  async add(part: Part): Promise<void> {
    const { foundation } = this;
    const { user, password } = foundation.credentials(part.name);
    const { LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT, BLOBS_URL } = foundation.config;
    const environment = {
      NATS_URL: foundation.natsUrl,
      NATS_USER: user,
      NATS_PASSWORD: password,
      LOG_LEVEL,
      OTEL_EXPORTER_OTLP_ENDPOINT,
      BLOBS_URL: BLOBS_URL ?? pathToFileURL(foundation.directory.under('blobs')).href,
      ...part.environment(foundation),
    };
    this.running.set(part, await this.host.start(part, environment));
  }

  stop(): Promise<void> {
    return (this.stopping ??= this.leave());
  }

  /** The door first, then who works, then who keeps the state, then what they stand on. */
  private async leave(): Promise<void> {
    for (const parts of [[gateway], this.connectors, services])
      await Promise.all(
        parts.map(part =>
          this.running
            .get(part)
            ?.stop()
            .catch((error: unknown) =>
              loggerOf('single-node').error({ part: part.name, error: String(error) }, 'service not stopped in order'),
            ),
        ),
      );
    await this.foundation.stop();
  }
}
