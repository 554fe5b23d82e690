import { type CrashPoint, crashPoints } from '@switchyard/kernel';
import { FaultsHouse } from './faults-house.js';
import { violationsAtTheEnd } from './house-invariants.js';
import { violationsOf } from './invariants/index.js';
import { consumersIn } from './invariants/leftovers.js';
import { memoryOf, type Memory, noGrowth } from './invariants/memory.js';
import { Load } from './load.js';
import { afterSilence, reachedAtStart, type Situation, situationOf } from './situations.js';

let house: FaultsHouse;
let load: Load;
let consumers: string[];
let memory: Memory;

const open = async (environment: Record<string, string> = {}) => {
  house = await FaultsHouse.start(environment);
  load = new Load(house.client, house.ledger);
  const first = await Promise.all([load.begin('mixed'), load.begin('fails'), load.begin('cancels')]);
  await Promise.all(first.map(run => run.ended));
  consumers = consumersIn(house.data);
  memory = memoryOf(house.house.pid);
};

/** Works until somebody has died at the point, and all that was begun has ended. */
const dieAt = async (point: CrashPoint, situation: Situation): Promise<string[]> => {
  house.arm(point);
  if (reachedAtStart(point)) house.signal('connector-shell', 'SIGKILL');
  const runs = [];
  for (let tries = 0; tries < 5 && (tries === 0 || house.armed.length > 0); tries += 1) {
    const begun = await situation(house, load);
    runs.push(...begun);
    await Promise.all(begun.map(run => run.ended));
  }
  const survived = house.armed.includes(point);
  house.disarm(point);
  const begun = house.begun();
  const violations = await Promise.all(runs.map(run => violationsOf({ client: house.client, begun }, run)));
  return [...(survived ? ['nobody died there'] : []), ...violations.flat()];
};

/** Several at a time: most of it is waiting for who has died. */
const lanes = 6;
const dieAtAll = (points: ReadonlyMap<CrashPoint, Situation>): Map<CrashPoint, Promise<string[]>> => {
  const results = new Map<CrashPoint, Promise<string[]>>();
  const last = Array.from({ length: lanes }, () => Promise.resolve<unknown>(undefined));
  [...points].forEach(([point, situation], index) => {
    const result = (last[index % lanes] ?? Promise.resolve()).then(() => dieAt(point, situation));
    last[index % lanes] = result.catch(() => undefined);
    results.set(point, result);
  });
  return results;
};

describe('under work, a process that dies', () => {
  const points = crashPoints.filter(point => !afterSilence.has(point));
  let results: Map<CrashPoint, Promise<string[]>>;
  beforeAll(async () => {
    await open();
    results = dieAtAll(new Map(points.map(point => [point, situationOf(point)])));
  }, 60_000);
  afterAll(() => house.clean());

  it.each(points)('at %s harms nothing', async point => expect(await results.get(point)).toEqual([]), 120_000);

  it('leaves nothing behind, tells no secret, and loses and doubles no execution', async () => {
    expect(noGrowth(memory, memoryOf(house.house.pid))).toEqual([]);
    expect(await violationsAtTheEnd(house, load, consumers)).toEqual([]);
  }, 120_000);
});

describe('after a connector was silent for longer than its lease, a process that dies', () => {
  beforeAll(() => open({ LEASE_TTL_MS: '1500', LEASE_GRACE_MS: '200' }), 60_000);
  afterAll(() => house.clean());

  it.each([...afterSilence])(
    'at %s harms nothing',
    async (point, situation) => expect(await dieAt(point, situation)).toEqual([]),
    120_000,
  );

  it('leaves nothing behind', async () => {
    expect(await violationsAtTheEnd(house, load, consumers)).toEqual([]);
  }, 120_000);
});
