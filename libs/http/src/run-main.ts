import { armCrashes, Fault, hasStarted, reasonOf, type RunningService } from '@switchyard/kernel';
import { loggerOf, startTelemetry } from '@switchyard/telemetry';
import { readConfig } from './read-config.js';
import { refuseUnsafe } from './safe-start.js';

/** What every service's configuration says about its telemetry. */
interface TelemetryConfig {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  LOG_LEVEL: string;
}

/** What a service tells the process that spawned it with a channel (Node's `ipc`). */
export type ServiceWord =
  { kind: 'ready'; url?: string } | { kind: 'failed'; code: string; message: string; suggestions: string[] };

const tellParent = (word: ServiceWord): void => {
  if (process.connected) process.send?.(word);
};

/**
 * The body of every `main.ts`: telemetry first, then the service, and a clean leave on SIGTERM or SIGINT.
 * @param environment the process's own, read here and nowhere else.
 * @param start loads the service; it comes after telemetry, so that nothing runs untraced.
 */
export const runMain = async <Config extends TelemetryConfig>(
  service: string,
  Class: new () => Config,
  environment: NodeJS.ProcessEnv,
  start: (config: Config) => Promise<RunningService & { url?: string }>,
): Promise<void> => {
  const log = loggerOf(service);
  try {
    armCrashes(environment['CRASH_AT']);
    const config = readConfig(Class, environment);
    await refuseUnsafe(Class, environment);
    const telemetry = await startTelemetry({
      service,
      endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
      log: { level: config.LOG_LEVEL },
    });
    const running = await start(config);
    log.info({ pid: process.pid }, 'service ready');
    const leave = async () => {
      await running.stop();
      await telemetry.stop();
      log.info({}, 'service stopped');
      process.exit(0);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave());
    // Whoever spawned it with a channel has died.
    process.once('disconnect', () => void leave());
    tellParent({ kind: 'ready', ...(running.url === undefined ? {} : { url: running.url }) });
    hasStarted();
  } catch (error) {
    const { code, suggestions } = error instanceof Fault ? error : { code: 'internal', suggestions: [] };
    log.error({ error: reasonOf(error), suggestions }, 'service not started');
    tellParent({ kind: 'failed', code, message: reasonOf(error), suggestions: [...suggestions] });
    process.exit(1);
  }
};
