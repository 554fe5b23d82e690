import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CrashPoint, crashPoints } from '@switchyard/kernel';
import { noEngine } from '../engine.js';
import { eventually } from '../house.js';
import { seeded, shuffled } from '../seeded.js';
import { ContainerGround } from './containers/ground.js';
import { containerCrew, containerSamples } from './containers/work.js';
import { Gauntlet, type Points } from './gauntlet.js';
import { natsPidOf } from './pids.js';
import { long, seed } from './profile.js';
import { FaultProxy } from './proxy.js';
import { afterSilence, situationOf } from './situations.js';
import { StoreProcess } from './store-process.js';

const reason = noEngine();
const rows = reason === undefined ? describe : describe.skip;
const skipped = reason ? ` (skipped: ${reason})` : '';

/** Not those of other connectors; those of containers alone stand in docker-crashes.spec.ts. */
const points = crashPoints.filter(point => !/^(docker|shell|null)\./.test(point));
/** All of them in the long profile, else a few, which another seed draws anew. */
const drawn = shuffled(points, seeded(seed)).slice(0, long ? points.length : 4);
const before = (isSilent: boolean): Points =>
  new Map(
    drawn
      .filter(point => afterSilence.has(point) === isSilent && (long || !isSilent))
      .map(point => [point, afterSilence.get(point) ?? situationOf(point)]),
  );
const usual = before(false);
const silent = before(true);
const shortLease = { LEASE_TTL_MS: '2000', LEASE_GRACE_MS: '200' };

rows(`with steps in containers (seed ${seed})${skipped}`, () => {
  const ground = new ContainerGround();
  const directory = mkdtempSync(join(tmpdir(), 'yard-store-'));
  let store: StoreProcess;
  let line: FaultProxy;
  let gauntlet: Gauntlet;
  let patient: Gauntlet | undefined;
  const results = new Map<CrashPoint, Promise<string[]>>();

  beforeAll(async () => {
    await ground.start();
    store = await StoreProcess.start(directory);
    line = await FaultProxy.to(store.uri);
    const environment = { DOCKER_HOST: ground.engine.address, DOCKER_NETWORK: 'none' };
    gauntlet = await Gauntlet.of(
      { ...environment, MONGODB_URI: line.through(store.uri) },
      containerCrew,
      containerSamples,
    );
    await ground.watch(() => (patient ?? gauntlet).house.ledger);
    for (const [point, result] of gauntlet.dieAtAll(usual, 2)) results.set(point, result);
    if (silent.size === 0) return;
    await Promise.all(results.values());
    patient = await Gauntlet.of({ ...environment, ...shortLease }, containerCrew, containerSamples);
    for (const [point, result] of patient.dieAtAll(silent, 1)) results.set(point, result);
  }, 600_000);

  afterAll(async () => {
    await gauntlet.close();
    await patient?.close();
    await line.stop();
    await store.stop();
    await ground.remove();
    rmSync(directory, { recursive: true, force: true });
  }, 120_000);

  /** An execution under way, whose end and all else is as ever, whatever is done meanwhile. */
  const during = async (what: () => unknown) => {
    const run = await gauntlet.load.begin('slow');
    await eventually('output', async () => [...run.reading.output.values()].join('').includes('line 3\n'), 120_000);
    await what();
    return gauntlet.violationsOf([run]);
  };

  it.each([...usual.keys(), ...silent.keys()])(
    'a process that dies at %s harms nothing',
    async point => expect(await results.get(point)).toEqual([]),
    300_000,
  );

  it('the connector, execution and pipeline that are killed with -9 at once harm nothing', async () => {
    const kill = () => ['connector-docker', 'execution', 'pipeline'].map(one => gauntlet.house.signal(one, 'SIGKILL'));
    expect(await during(kill)).toEqual([]);
  }, 300_000);

  it('nats-server that is killed with -9 and has lost its whole store harms nothing', async () => {
    const lost = () => {
      rmSync(join(gauntlet.house.data, 'nats/jetstream'), { recursive: true });
      process.kill(natsPidOf(gauntlet.house.house), 'SIGKILL');
    };
    expect(await during(lost)).toEqual([]);
  }, 300_000);

  it('the store that is killed with -9 and started again harms nothing', async () => {
    const again = async () => {
      await store.stop();
      store = await StoreProcess.start(directory);
      line.aim(store.uri);
    };
    expect(await during(again)).toEqual([]);
  }, 300_000);

  it('an engine that is killed with -9, and whose containers live on, harms nothing', async () => {
    const again = async () => {
      await ground.engine.kill();
      await ground.engine.start('--live-restore');
      await ground.watch(() => gauntlet.house.ledger);
    };
    expect(await during(again)).toEqual([]);
  }, 300_000);

  it('leaves no container, network or volume, tells no secret, and loses and doubles no execution', async () => {
    await eventually('an engine with nothing', async () => (await ground.left()).length === 0, 60_000).catch(
      () => undefined,
    );
    expect(await ground.left()).toEqual([]);
    expect([...(await gauntlet.end()), ...((await patient?.end()) ?? [])]).toEqual([]);
  }, 120_000);
});
