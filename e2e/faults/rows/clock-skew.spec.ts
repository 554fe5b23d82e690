import { eventually, House, root } from '../../house.js';
import { Counted } from '../counted.js';
import { Outsider } from '../outsider.js';
import { hurried } from '../profile.js';
import { StoreProcess } from '../store-process.js';

const hour = 3_600_000;
const lease = { ...hurried, LEASE_TTL_MS: '2000', LEASE_GRACE_MS: '1000' };
const off = (ms: number) => ({
  ...lease,
  CLOCK_SKEW_MS: String(ms),
  NODE_OPTIONS: `--import ${root}e2e/faults/skewed-clock.mjs`,
});

type Kind = 'shell' | 'null';

/** A step of a few seconds. */
const lasting = (kind: Kind, seconds: number) =>
  kind === 'shell' ? `run: sleep ${seconds}` : `null: { sleep: ${seconds} }`;

/** Longer than the lease, and with deadlines that are not reached and one that is. */
const timed = (kind: Kind) => `name: timed-${kind}
timeout: 10m
stages:
  - name: all
    timeout: 5m
    steps:
      - { name: long, ${lasting(kind, 4)}, timeout: 2m }
      - { name: next, ${lasting(kind, 0)} }
      - { name: late, ${lasting(kind, 60)}, timeout: 1s, continue-on-error: true }
      - { name: last, ${lasting(kind, 0)} }
`;

describe.each([
  ['an hour fast', hour],
  ['an hour slow', -hour],
])('a clock that is %s', (_, ms) => {
  let store: StoreProcess;
  let house: House;
  beforeAll(async () => {
    store = await StoreProcess.start();
    const environment = { ...lease, CONNECTOR_SLOTS: '1', MONGODB_URI: store.uri };
    house = await House.start({ processes: true, environment });
  });
  afterAll(async () => {
    await house.stop();
    await store.stop();
  });

  it.each(['shell', 'null'] as const)(
    'in a %s connector makes no step late or lost',
    async kind => {
      const busy = await house.begin(`name: busy\nsteps: [{ name: waits, ${lasting(kind, 600)} }]\n`);
      await house.until(busy, frame => frame.event === 'event' && frame.data.type === 'step.started');
      const connector = await Outsider.start(house, `connector-${kind}`, { environment: off(ms) });
      try {
        const view = await house.run(timed(kind));
        expect(view.steps.map(({ name, status, reason, attempts }) => [name, status, reason, attempts.length])).toEqual(
          [
            ['long', 'success', undefined, 1],
            ['next', 'success', undefined, 1],
            ['late', 'timeout', expect.stringContaining('timeout'), 1],
            ['last', 'success', undefined, 1],
          ],
        );
        expect(view.status).toBe('success');
      } finally {
        await house.request(`/api/ci/executions/${busy}/cancel`, { method: 'POST' });
        await house.ended(busy);
        await connector.stop();
      }
    },
    90_000,
  );

  // Silence is still judged by the wall clock of whoever sweeps.
  it.failing(
    'in a replica of the execution service makes no step late or lost',
    async () => {
      const replica = await Outsider.start(house, 'execution', { store: store.uri, environment: off(ms) });
      const counted = new Counted(house);
      try {
        await counted.begin(2, 4);
        await counted.check();
        await eventually('all attempts once', async () => {
          const views = await Promise.all(counted.ids.map(id => house.get(id)));
          return views.every(view => view.steps.every(step => step.attempts.length === 1));
        });
      } finally {
        counted.remove();
        await replica.stop();
      }
    },
    90_000,
  );
});
