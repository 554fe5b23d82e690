import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { metrics } from '@switchyard/telemetry';
import { startOpsServer } from './ops-server.js';

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
};

describe('the door for operators', () => {
  it('has measurements, health and readiness', async () => {
    metrics.counter('yard_test_total', 'A count').inc(3);
    let ok = false;
    const port = await freePort();
    const ready = async () => ({ ok, checks: { bus: ok } });
    const ops = await startOpsServer({ service: 'test', port, host: '127.0.0.1', ready });
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    expect(await (await get('/metrics')).text()).toMatch(/^yard_test_total 3$/m);
    expect(await (await get('/metrics')).text()).toMatch(/^process_resident_memory_bytes /m);
    expect(await (await get('/healthz')).json()).toEqual({ service: 'test', status: 'ok' });
    expect((await get('/readyz')).status).toBe(503);
    ok = true;
    const answer = await get('/readyz');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { service: 'test', status: 'ready', checks: { bus: true } },
    ]);
    expect((await get('/else')).status).toBe(404);
    await expect(startOpsServer({ service: 'test', port, host: '127.0.0.1', ready })).rejects.toMatchObject({
      code: 'port-taken',
    });
    await ops.stop();
  });
});
