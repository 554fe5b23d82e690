import type { AgentView } from '@switchyard/contracts';
import { checksOf, servicesOf, standingOf } from './service-rows.js';

const agent = (service: string, instance: string, more: Partial<AgentView> = {}): AgentView => ({
  service,
  instance,
  host: 'here',
  pid: 1,
  version: '0.1.0',
  startedAt: '2026-11-27T09:00:00.000Z',
  lastSeenAt: '2026-11-27T09:00:05.000Z',
  alive: true,
  ...more,
});

describe('services', () => {
  it('are what their processes say, and what is down comes first', () => {
    const rows = servicesOf([
      agent('gateway', 'g2', { startedAt: '2026-11-27T09:05:00.000Z', version: '0.2.0' }),
      agent('gateway', 'g1'),
      agent('gateway', 'g0', { alive: false }),
      agent('pipeline', 'p0', { alive: false }),
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['pipeline', 'gateway']);
    expect(rows[0] && standingOf(rows[0])).toMatchObject({ status: 'down' });
    expect(rows[1]?.alive.map(({ instance }) => instance)).toEqual(['g1', 'g2']);
    expect(rows[1]?.silent).toHaveLength(1);
    expect(rows[1] && standingOf(rows[1])).toEqual({ status: 'up', note: 'of different versions: 0.1.0, 0.2.0' });
  });

  it('are well with one version, whoever was replaced', () => {
    const [row] = servicesOf([agent('a', '1'), agent('a', '0', { alive: false })]);
    expect(row && standingOf(row)).toEqual({ status: 'up', note: '' });
  });
});

it('checks that are down come first', () => {
  const up = { status: 'up' as const, latencyMs: 1 };
  const checks = { store: up, bus: { status: 'down' as const, latencyMs: 2 }, disk: up };
  expect(checksOf({ checks }).map(({ name }) => name)).toEqual(['bus', 'disk', 'store']);
});
