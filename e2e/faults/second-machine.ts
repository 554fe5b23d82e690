import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttemptView, ExecutionId, ExecutionView, YardEvent } from '@switchyard/contracts';
import { eventually, type House } from '../house.js';
import { busOf, Outsider } from './outsider.js';
import { connectors } from './profile.js';
import { FaultProxy } from './proxy.js';

/** A lease short enough to wait for. */
export const shortLease = {
  ...connectors,
  LEASE_TTL_MS: '1500',
  LEASE_GRACE_MS: '1000',
  BEAT_MS: '200',
  SWEEP_MS: '250',
};

/** Beats until it is killed when it runs first; a second try ends at once. */
const beating = (name: string, retry: string) => `name: ${name}
steps:
  - name: beats
    ${retry}
    run: |
      echo "$$" >> "$LEDGER/${name}.starts"
      if [ "$(wc -l < "$LEDGER/${name}.starts")" -gt 1 ]; then echo again; exit 0; fi
      while :; do date +%s%3N >> "$LEDGER/${name}.beats"; sleep 0.05; done
`;

interface Work {
  id: ExecutionId;
  name: 'again' | 'once';
}

/**
 * Beside a house whose own connector is kept busy, and a second connector on another machine, behind a line that can fail.
 * Both of its steps write into a ledger: one may be repeated elsewhere, one may not.
 */
export class SecondMachine {
  again: Work = { id: '' as ExecutionId, name: 'again' };
  once: Work = { id: '' as ExecutionId, name: 'once' };

  private constructor(
    readonly house: House,
    readonly line: FaultProxy,
    readonly connector: Outsider,
    private readonly ledger: string,
  ) {}

  /** @param house one with a short lease, and one slot. */
  static async beside(house: House): Promise<SecondMachine> {
    const ledger = mkdtempSync(join(tmpdir(), 'yard-ledger-'));
    const busy = await house.begin(`name: busy
steps: [{ name: waits, run: 'until [ -e ${ledger}/free ]; do sleep 0.05; done' }]
`);
    await house.running(busy);
    const line = await FaultProxy.to(await busOf(house));
    const connector = await Outsider.start(house, 'connector-shell', {
      bus: line.through(await busOf(house)),
      environment: shortLease,
    });
    return new SecondMachine(house, line, connector, ledger);
  }

  /** Begins both steps; resolves when they beat. */
  async begin(): Promise<void> {
    const environment = { LEDGER: this.ledger };
    this.again.id = await this.house.begin(beating('again', 'retry: { limit: 1, on: [platform] }'), environment);
    this.once.id = await this.house.begin(beating('once', 'timeout: 1h'), environment);
    for (const work of [this.again, this.once])
      await eventually('a beating step', async () => this.beats(work).length > 2);
  }

  /** The connector of the house takes work again. */
  free(): void {
    writeFileSync(join(this.ledger, 'free'), '');
  }

  starts({ name }: Work): number {
    return this.lines(`${name}.starts`).length;
  }

  /** Moments at which the first try was alive. */
  beats({ name }: Work): number[] {
    return this.lines(`${name}.beats`).map(Number);
  }

  /** When the platform decided that the first attempt is over. */
  async givenUpAt({ id }: Work): Promise<number> {
    const { events } = await this.house.json<{ events: YardEvent[] }>(`/api/ci/executions/${id}/events`);
    const over = events.find(event => event.type === 'step.retrying' || event.type === 'step.finished');
    return Date.parse(over?.time ?? '');
  }

  attempts(execution: ExecutionView): AttemptView['status'][] {
    return execution.steps.flatMap(step => step.attempts.map(attempt => attempt.status));
  }

  /** What the connector still holds. */
  journal(): Promise<string[]> {
    return readdir(join(this.connector.data, 'journal'));
  }

  async stop(): Promise<void> {
    this.free();
    await this.connector.stop();
    await this.line.stop();
    rmSync(this.ledger, { recursive: true });
  }

  private lines(name: string): string[] {
    try {
      return readFileSync(join(this.ledger, name), 'utf8').split('\n').slice(0, -1);
    } catch {
      return [];
    }
  }
}
