import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const registry = new Registry();
let withProcess = false;

/** Seconds; from a hop on the bus to a slow step. */
const spans = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

const once = <Metric>(name: string, make: () => Metric): Metric =>
  (registry.getSingleMetric(name) as Metric | undefined) ?? make();

/** Metrics of this process. Asking for the same name again gives the same metric. */
export const metrics = {
  counter: (name: string, help: string, labelNames: string[] = []): Counter =>
    once(name, () => new Counter({ name, help, labelNames, registers: [registry] })),
  gauge: (name: string, help: string, labelNames: string[] = []): Gauge =>
    once(name, () => new Gauge({ name, help, labelNames, registers: [registry] })),
  /** @param buckets upper bounds, in seconds unless the name says otherwise. */
  histogram: (name: string, help: string, labelNames: string[] = [], buckets: number[] = spans): Histogram =>
    once(name, () => new Histogram({ name, help, labelNames, buckets, registers: [registry] })),
};

/** Everything measured so far, in Prometheus' text format. */
export const metricsText = (): Promise<string> => {
  if (!withProcess) collectDefaultMetrics({ register: registry });
  withProcess = true;
  return registry.metrics();
};

export const metricsContentType = registry.contentType;
