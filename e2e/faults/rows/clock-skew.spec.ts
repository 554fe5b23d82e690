import type { ExecutionView } from '@switchyard/contracts';
import { House, root } from '../../house.js';
import { Counted } from '../counted.js';
import { Outsider } from '../outsider.js';
import { hurried, long, seed } from '../profile.js';
import { StoreProcess } from '../store-process.js';

const hour = 3_600_000;
const lease = { ...hurried, LEASE_TTL_MS: '3000', LEASE_GRACE_MS: '1000' };
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

const clocks = [
  { clock: 'an hour fast', ms: hour },
  { clock: 'an hour slow', ms: -hour },
];

/** Each connector with each clock; in the fast profile with one of them, the other connector with the other. */
const pairs = [
  { clock: 'an hour fast in one, an hour slow in another', shell: hour, null: -hour },
  { clock: 'an hour slow in one, an hour fast in another', shell: -hour, null: hour },
].filter((_, index) => long || index === seed % 2);

describe('a clock that is wrong', () => {
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

  /** On a connector with such a clock: that of the house is busy meanwhile. */
  const runOn = async (kind: Kind, ms: number): Promise<ExecutionView> => {
    const busy = await house.begin(`name: busy-${kind}\nsteps: [{ name: waits, ${lasting(kind, 600)} }]\n`);
    await house.running(busy);
    const connector = await Outsider.start(house, `connector-${kind}`, { environment: off(ms) });
    try {
      return await house.run(timed(kind));
    } finally {
      await house.cancel(busy);
      await house.ended(busy);
      await connector.stop();
    }
  };

  it.each(pairs)(
    '($clock) of two connectors makes no step late or lost',
    async skew => {
      for (const view of await Promise.all([runOn('shell', skew.shell), runOn('null', skew.null)])) {
        expect(view.steps.map(({ name, status, reason, attempts }) => [name, status, reason, attempts.length])).toEqual(
          [
            ['long', 'success', undefined, 1],
            ['next', 'success', undefined, 1],
            ['late', 'timeout', expect.stringContaining('timeout'), 1],
            ['last', 'success', undefined, 1],
          ],
        );
        expect(view.status).toBe('success');
      }
    },
    90_000,
  );

  it('an hour fast in one replica of the execution service and an hour slow in another makes no step late or lost', async () => {
    const replicas = await Promise.all(
      clocks.map(({ ms }) => Outsider.start(house, 'execution', { store: store.uri, environment: off(ms) })),
    );
    const counted = new Counted(house);
    try {
      // One lasts longer than the lease.
      await counted.begin(1, 4);
      await counted.begin(3);
      await counted.check();
    } finally {
      counted.remove();
      await Promise.all(replicas.map(replica => replica.stop()));
    }
  }, 90_000);
});
