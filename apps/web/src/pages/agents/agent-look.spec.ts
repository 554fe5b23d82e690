import type { ConnectorView, Pool, SessionId } from '@switchyard/contracts';
import { hiddenOf, poolsOf, standingOf } from './agent-look.js';

const view = (more: Partial<ConnectorView>): ConnectorView => ({
  session: '4f1c2b1e-6a1d-4c8e-9f0a-3b7d5e2c9a10' as SessionId,
  connector: 'shell',
  pool: 'default' as Pool,
  host: 'builder-1',
  slots: 4,
  running: 0,
  attempts: [],
  lastBeatAt: '2026-11-27T09:00:00.000Z',
  alive: true,
  ...more,
});
const drain = (heard: boolean) => ({ actor: 'ann', at: '2026-11-27T09:00:00.000Z', heard });

describe('a connector', () => {
  it('stands as it takes steps, or does not', () => {
    expect(standingOf(view({})).word).toBe('takes steps');
    expect(standingOf(view({ drain: drain(false) })).word).toBe('asked to drain');
    expect(standingOf(view({ drain: drain(true), running: 1 })).word).toBe('draining');
    expect(standingOf(view({ drain: drain(true) })).word).toBe('drained');
    expect(standingOf(view({ alive: false, drain: drain(true) })).word).toBe('silent');
  });

  it('may run what is not shown', () => {
    expect(hiddenOf(view({ running: 2 }))).toBe(2);
    expect(hiddenOf(view({}))).toBe(0);
  });
});

describe('a pool', () => {
  it('can take what its connectors can that take anything', () => {
    const docker = view({ connector: 'docker', slots: 2 });
    const all = [view({ running: 1 }), view({ drain: drain(true), running: 2 }), view({ alive: false }), docker];
    expect(poolsOf(all)).toEqual([
      { pool: 'docker/default', connectors: 1, slots: 2, running: 0 },
      { pool: 'shell/default', connectors: 1, slots: 4, running: 3 },
    ]);
  });
});
