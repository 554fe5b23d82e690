import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CrashPoint, crashPoints } from '@switchyard/kernel';
import { noEngine } from '../engine.js';
import { eventually } from '../house.js';
import { ContainerGround } from './containers/ground.js';
import { containerCrew, containerSamples } from './containers/work.js';
import { Gauntlet, type Points } from './gauntlet.js';
import { natsPidOf } from './pids.js';
import { drawnFrom, long, seed, withDocker } from './profile.js';
import { FaultProxy } from './proxy.js';
import { afterSilence, situationOf } from './situations.js';
import { StoreProcess } from './store-process.js';

const reason = noEngine();
const rows = reason === undefined ? describe : describe.skip;
const skipped = reason ? ` (skipped: ${reason})` : '';

/** Not those of other connectors; those of containers alone stand in docker-crashes.spec.ts. */
const points = crashPoints.filter(point => !/^(docker|shell|null)\./.test(point));
/** What needs a short lease has a house of its own, in the long profile only. */
const usual: Points = new Map(
  drawnFrom(
    points.filter(point => !afterSilence.has(point)),
    1,
  ).map(point => [point, situationOf(point)]),
);
const silent: Points = new Map(long ? afterSilence : []);
const shortLease = { LEASE_TTL_MS: '2000', LEASE_GRACE_MS: '200' };
/** Of a run or a test: a machine at work needs minutes for what takes seconds on a quiet one. */
const mostMs = 600_000;

rows(`with steps in containers (seed ${seed})${skipped}`, () => {
  const ground = new ContainerGround();
  const directory = mkdtempSync(join(tmpdir(), 'yard-store-'));
  /** What is to be taken away, the latest first. */
  const undo: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true }), () => ground.remove()];
  let store: StoreProcess;
  let line: FaultProxy;
  let gauntlet: Gauntlet;
  let patient: Gauntlet | undefined;
  const results = new Map<CrashPoint, Promise<string[]>>();

  const opened = async (environment: Record<string, string>) => {
    const onGround = { ...withDocker, DOCKER_HOST: ground.engine.address, DOCKER_NETWORK: 'none' };
    const house = await Gauntlet.of({ ...onGround, ...environment }, containerCrew, containerSamples);
    undo.push(() => house.close());
    return house;
  };

  const withStore = async () => {
    store = await StoreProcess.start(directory);
    undo.push(() => store.stop());
    line = await FaultProxy.to(store.uri);
    undo.push(() => line.stop());
    return opened({ MONGODB_URI: line.through(store.uri) });
  };

  beforeAll(async () => {
    [gauntlet] = await Promise.all([withStore(), ground.start()]);
    await ground.watch(() => (patient ?? gauntlet).house.ledger);
    for (const [point, result] of gauntlet.dieAtAll(usual, 2)) results.set(point, result);
    if (silent.size === 0) return;
    await Promise.all(results.values());
    patient = await opened(shortLease);
    for (const [point, result] of patient.dieAtAll(silent, 1)) results.set(point, result);
  }, mostMs);

  afterAll(async () => {
    for (const step of undo.reverse()) await step();
  }, mostMs);

  /** An execution under way, whose end and all else is as ever, whatever is done meanwhile. */
  const during = async (what: () => unknown) => {
    const run = await gauntlet.load.begin('slow');
    await eventually('output', async () => [...run.reading.output.values()].join('').includes('line 3\n'), mostMs);
    await what();
    return gauntlet.violationsOf([run]);
  };

  it.each([...usual.keys(), ...silent.keys()])(
    'a process that dies at %s harms nothing',
    async point => expect(await results.get(point)).toEqual([]),
    mostMs,
  );

  const kills = [
    {
      what: 'the connector, execution and pipeline that are killed with -9 at once harm nothing',
      kill: () => ['connector-docker', 'execution', 'pipeline'].map(one => gauntlet.house.signal(one, 'SIGKILL')),
    },
    {
      what: 'nats-server that is killed with -9 and has lost its whole store harms nothing',
      kill: () => {
        rmSync(join(gauntlet.house.data, 'nats/jetstream'), { recursive: true });
        process.kill(natsPidOf(gauntlet.house.house), 'SIGKILL');
      },
    },
    {
      what: 'the store that is killed with -9 and started again harms nothing',
      kill: async () => {
        await store.stop();
        store = await StoreProcess.start(directory);
        line.aim(store.uri);
      },
    },
    {
      what: 'an engine that is killed with -9, and whose containers live on, harms nothing',
      kill: async () => {
        await ground.engine.kill();
        await ground.engine.start('--live-restore');
        await ground.watch(() => gauntlet.house.ledger);
      },
    },
  ];

  it.each(drawnFrom(kills, 1))('$what', async ({ kill }) => expect(await during(kill)).toEqual([]), mostMs);

  it(
    'leaves no container, network or volume, tells no secret, and loses and doubles no execution',
    async () => {
      await eventually('an engine with nothing', async () => (await ground.left()).length === 0, 120_000).catch(
        () => undefined,
      );
      expect(await ground.left()).toEqual([]);
      expect([...(await gauntlet.end()), ...((await patient?.end()) ?? [])]).toEqual([]);
    },
    mostMs,
  );
});
