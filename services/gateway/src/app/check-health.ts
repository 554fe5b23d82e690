import type { HealthAnswer } from '@switchyard/contracts';
import { type Millis, reasonOf } from '@switchyard/kernel';
import { BusHealth, Inbox, type Probe, RegistryService } from './ports.js';

type Check = HealthAnswer['checks'][string];

/** A part that says nothing for this long is down. */
const patienceMs: Millis = 2_000;

/** Losing the cache is a non-event: each process then counts for itself. */
const dispensable = new Set(['cache']);

/** Looks at everything the gateway needs. */
export class CheckHealth {
  constructor(
    readonly version: string,
    private readonly inbox: Inbox,
    private readonly bus: BusHealth,
    private readonly registry: RegistryService,
    /** Parts beside those that answer over the bus and the store, by name. */
    private readonly more: Readonly<Record<string, Probe>> = {},
  ) {}

  async run(): Promise<HealthAnswer> {
    const probes: Record<string, () => Promise<unknown>> = {
      ...this.more,
      store: () => this.inbox.ping(),
      bus: () => this.bus.ping(),
      registry: () => this.registry.agents(),
    };
    const names = Object.keys(probes);
    const found = await Promise.all(Object.values(probes).map(probe => timed(probe)));
    const checks = Object.fromEntries(found.map((check, index) => [names[index] ?? '', check]));
    const healthy = Object.entries(checks).every(([name, { status }]) => status === 'up' || dispensable.has(name));
    return { status: healthy ? 'healthy' : 'unhealthy', version: this.version, checks };
  }
}

const timed = async (look: () => Promise<unknown>): Promise<Check> => {
  const start = performance.now();
  const since = () => Math.round((performance.now() - start) * 100) / 100;
  try {
    const detail = await within(look());
    return { status: 'up', latencyMs: since(), ...(typeof detail === 'string' ? { detail } : {}) };
  } catch (error) {
    return { status: 'down', latencyMs: since(), detail: reasonOf(error) };
  }
};

const within = async (answer: Promise<unknown>): Promise<unknown> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};
