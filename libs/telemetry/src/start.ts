import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { configureLogs, type LogOptions } from './log.js';

export interface TelemetryOptions {
  /** The `service.name` of this process. */
  service: string;
  /** Base address of an OTLP/HTTP collector, such as `http://127.0.0.1:4318`. Without it nothing is exported. */
  endpoint?: string | undefined;
  log?: LogOptions;
}

export interface Telemetry {
  /** Sends what is left. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts tracing and logging for this process; the first thing a `main.ts` does.
 * The full SDK is loaded only where there is a collector: it costs a few hundred milliseconds of start.
 * Without one, spans still exist, so that trace ids cross the bus and stand in the logs.
 */
export const startTelemetry = async ({ service, endpoint, log }: TelemetryOptions): Promise<Telemetry> => {
  configureLogs(log ?? {});
  return endpoint ? exporting(service, endpoint) : local();
};

const local = async (): Promise<Telemetry> => {
  const { TracerProvider } = await import('@opentelemetry/sdk-trace');
  trace.setGlobalTracerProvider(new TracerProvider());
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return { stop: () => Promise.resolve() };
};

const exporting = async (service: string, endpoint: string): Promise<Telemetry> => {
  const [{ NodeSDK }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const sdk = new NodeSDK({
    serviceName: service,
    autoDetectResources: false,
    traceExporter: new OTLPTraceExporter({ url: new URL('v1/traces', withSlash(endpoint)).href }),
  });
  sdk.start();
  let stopping: Promise<void> | undefined;
  // A collector that is away must not keep a service from leaving.
  return { stop: () => (stopping ??= sdk.shutdown().catch(() => undefined)) };
};

const withSlash = (address: string) => (address.endsWith('/') ? address : `${address}/`);
