import { probesOf } from '../out/machine-probes.js';
import { CheckHealth } from './check-health.js';
import type { BusHealth, Inbox, Probe, RegistryService } from './ports.js';

const cache = { ping: async () => 'in this process' };
const ping = { ping: async () => 1 };
const checking = (more: Record<string, Probe>) =>
  new CheckHealth('1', ping as Inbox, ping as BusHealth, { agents: async () => [] } as RegistryService, more).run();

describe('the health check', () => {
  it('looks at every part, and says how long each took', async () => {
    const { status, checks } = await checking(probesOf({ path: '/', leastMegabytes: 0 }, cache));
    expect(status).toBe('healthy');
    expect(Object.keys(checks).sort()).toEqual(['application', 'bus', 'cache', 'disk', 'memory', 'registry', 'store']);
    for (const check of Object.values(checks))
      expect(check).toMatchObject({ status: 'up', latencyMs: expect.any(Number) });
    expect(checks['disk']?.detail).toMatch(/^\d+ MB free$/);
  });

  it('tells that the cache is away, without which everything goes on', async () => {
    const away = { ping: () => Promise.reject(new Error('Redis does not answer')) };
    const { status, checks } = await checking(probesOf({ path: '/', leastMegabytes: 0 }, away));
    expect(status).toBe('healthy');
    expect(checks['cache']).toMatchObject({ status: 'down', detail: 'Redis does not answer' });
  });

  it('is not healthy when one part is not, and says why', async () => {
    const { status, checks } = await checking(probesOf({ path: '/', leastMegabytes: 1e12 }, cache));
    expect(status).toBe('unhealthy');
    expect(checks['disk']).toMatchObject({ status: 'down', detail: expect.stringContaining('is the least') });
  });
});
