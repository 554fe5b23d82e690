import type { HealthAnswer } from '@switchyard/contracts';
import { type Millis, reasonOf } from '@switchyard/kernel';
import { BusHealth, Inbox, RegistryService } from './ports.js';

type Check = HealthAnswer['checks'][string];

/** A part that says nothing for this long is down. */
const patienceMs: Millis = 2_000;

/** Looks at everything the gateway needs. */
export class CheckHealth {
  constructor(
    readonly version: string,
    private readonly inbox: Inbox,
    private readonly bus: BusHealth,
    private readonly registry: RegistryService,
  ) {}

  async run(): Promise<HealthAnswer> {
    const [store, bus, registry] = await Promise.all([
      timed(() => this.inbox.ping()),
      timed(() => this.bus.ping()),
      timed(() => this.registry.agents()),
    ]);
    const checks = { store, bus, registry };
    const healthy = Object.values(checks).every(check => check.status === 'up');
    return { status: healthy ? 'healthy' : 'unhealthy', version: this.version, checks };
  }
}

const timed = async (look: () => Promise<unknown>): Promise<Check> => {
  const start = performance.now();
  const since = () => Math.round((performance.now() - start) * 100) / 100;
  try {
    await within(look());
    return { status: 'up', latencyMs: since() };
  } catch (error) {
    return { status: 'down', latencyMs: since(), detail: reasonOf(error) };
  }
};

const within = async (answer: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patienceMs} ms`)), patienceMs);
  });
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
};
