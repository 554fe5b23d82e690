import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { YardClient } from '@switchyard/client';
import type { CrashPoint } from '@switchyard/kernel';
import { eventually, House } from '../house.js';
import { servicesOf, signal } from './processes.js';
import { connectors } from './profile.js';

/** Nobody waits long where nothing went wrong, and nothing is given up because a service was started again. */
const usual = {
  ...connectors,
  SWEEP_MS: '500',
  EXPIRY_SWEEP_MS: '300',
  BEAT_MS: '250',
  LEASE_TTL_MS: '30000',
  LEASE_GRACE_MS: '1000',
  RESTART_MAX_MS: '150',
  CONNECTOR_SLOTS: '32',
  WORKSPACE_KEPT_MS: '0',
  // Small heaps: with much memory at hand garbage would lie about for minutes, and look like a leak.
  NODE_OPTIONS: '--max-old-space-size=96 --max-semi-space-size=4',
};

const bus = 'nats-server';
/** The services, the connectors and the bus. */
const serviceCount = 7;

/** Who does the work of a house, and what its steps need beside their command. */
export interface Crew {
  /** The connector whose steps leave a line when they begin. */
  worker: string;
  /** Another one, where there is one. */
  other: string;
  step: object;
}

const shellCrew: Crew = { worker: 'connector-shell', other: 'connector-null', step: {} };

/** A platform in processes that can be made to die at every crash point, with a place outside of it for what steps did. */
export class FaultsHouse {
  private constructor(
    readonly house: House,
    readonly client: YardClient,
    private readonly outside: string,
    readonly crew: Crew,
  ) {}

  static async start(environment: Record<string, string> = {}, crew = shellCrew): Promise<FaultsHouse> {
    const outside = mkdtempSync(join(tmpdir(), 'yard-faults-'));
    const crashes = join(outside, 'crash');
    mkdirSync(crashes);
    const data = join(outside, 'data');
    const house = await House.start({
      data,
      processes: true,
      environment: { ...usual, CRASH_AT: crashes, ...environment },
    });
    const token = house.authorization.authorization.replace('Bearer ', '');
    return new FaultsHouse(house, new YardClient({ url: house.url, token }), outside, crew);
  }

  get data(): string {
    return this.house.data;
  }

  /** Where each attempt leaves one line before it does anything else. */
  get ledger(): string {
    return join(this.outside, 'ledger');
  }

  /** The attempts that have begun, each as often as it has. */
  begun(): string[] {
    return existsSync(this.ledger) ? readFileSync(this.ledger, 'utf8').trim().split('\n') : [];
  }

  /** The next process to get there dies there, at its `reaches`-th time. */
  arm(point: CrashPoint, reaches = 1): void {
    writeFileSync(join(this.outside, 'crash', point), String(reaches));
  }

  /** Armed, and not fired yet. */
  get armed(): string[] {
    return readdirSync(join(this.outside, 'crash'));
  }

  isArmed(point: CrashPoint): boolean {
    return existsSync(join(this.outside, 'crash', point));
  }

  disarm(point: string): void {
    rmSync(join(this.outside, 'crash', point), { force: true });
  }

  pidOf(service: string): number | undefined {
    return servicesOf(this.house.pid).get(service)?.pid;
  }

  /** False when it was not there. */
  signal(service: string, name: NodeJS.Signals): boolean {
    const pid = this.pidOf(service);
    return pid !== undefined && signal(pid, name);
  }

  /** Every service runs and the door answers. */
  async well(withinMs = 60_000): Promise<void> {
    await eventually(
      'a platform that is well',
      async () => (await this.client.health().catch(() => undefined))?.status === 'healthy',
      withinMs,
    );
  }

  /** Well, and every process that runs now has been heard of. */
  async whole(withinMs: number): Promise<void> {
    await eventually(
      'a platform that is whole',
      async () => {
        const processes = servicesOf(this.house.pid);
        if (processes.size < serviceCount) return false;
        const agents = await this.client.agents().catch(() => []);
        return [...processes].every(([name, { pid }]) => name === bus || agents.some(agent => agent.pid === pid));
      },
      withinMs,
    );
    await this.well(withinMs);
  }

  /** Everything of it, also what it left. */
  async stop(): Promise<number | null> {
    return this.house.stop();
  }

  clean(): void {
    rmSync(this.outside, { recursive: true, force: true, maxRetries: 5 });
  }
}
