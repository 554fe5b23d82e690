import type { Bus } from '@switchyard/bus';
import { streams } from '@switchyard/contracts';
import { startTelemetry } from '@switchyard/telemetry';
import { SetClock } from '@switchyard/testkit';
import { TestBus } from '@switchyard/testkit/servers';
import { NatsStreams } from './nats-streams.js';

const ask = async (bus: Bus, subject: string): Promise<{ error?: unknown; api?: { total: number } }> =>
  (await bus.request(`$JS.API.${subject}`, new Uint8Array(), {}, 5_000)).json();

describe('the streams', () => {
  let server: TestBus;
  let bus: Bus;
  const clock = new SetClock();

  beforeAll(async () => {
    await startTelemetry({ service: 'test', log: { level: 'fatal' } });
    server = await TestBus.start();
    bus = await server.as('execution');
  });
  afterAll(() => server.stop());

  const kept = () => new NatsStreams(bus, clock, 'log-writer', '', []);
  const reader = `${streams.logs.name}.log-writer`;
  const isThere = async () => (await ask(bus, `CONSUMER.INFO.${reader}`)).error === undefined;
  /** Questions to JetStream while something is done; the count itself is one. */
  const asked = async (work: () => Promise<void>) => {
    const total = async () => (await ask(bus, 'INFO')).api?.total ?? 0;
    const before = await total();
    await work();
    return (await total()) - before - 1;
  };

  it('are made sure of by one question where nothing has changed, and one by one now and then', async () => {
    const all = kept();
    await all.ensure();
    expect(await asked(() => all.ensure())).toBe(1);
    clock.at += 60_000;
    expect(await asked(() => all.ensure())).toBeGreaterThan(10);
    expect(await asked(() => all.ensure())).toBe(1);
  });

  it('are made again at the next look where a consumer has gone', async () => {
    const all = kept();
    await all.ensure();
    await ask(bus, `CONSUMER.DELETE.${reader}`);
    expect(await isThere()).toBe(false);
    await all.ensure();
    expect(await isThere()).toBe(true);
  });

  it('are made sure of again after the line was cut, and made again by a server that has lost them', async () => {
    const all = kept();
    await all.ensure();
    const restored = bus.restored;
    await server.restart({ emptied: true });
    while (bus.restored === restored) await new Promise(resolve => setTimeout(resolve, 5));
    await all.ensure();
    expect(await isThere()).toBe(true);
  });
});
