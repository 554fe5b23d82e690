import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CrashPoint } from '@switchyard/kernel';
import { TestRepository } from '../../libs/connector-kit/src/source/git-servers.story.js';
import { eventually } from '../house.js';
import type { FaultsHouse } from './faults-house.js';
import type { Load, Run } from './load.js';

/** Work under which a crash point is reached. */
export type Situation = (house: FaultsHouse, load: Load) => Promise<Run[]>;

/** A bit of everything: output, side by side, a retry, a failure, a cancellation. */
const everything: Situation = (_, load) =>
  Promise.all([load.begin('mixed'), load.begin('fails'), load.begin('cancels')]);

const little: Situation = (_, load) => Promise.all([load.begin('mixed')]);

/** Beside others that die, it may also have come to its end before anybody looked. */
const running = (house: FaultsHouse, { id }: Run) =>
  eventually('a running step', async () => {
    const view = await house.client.execution(id).catch(() => undefined);
    return view?.finishedAt !== undefined || view?.steps.some(step => step.status === 'running');
  });

/** A step leaves files: some for long, and some for a moment. */
const keeps: Situation = async (house, load) => {
  const run = await load.begin('keeps');
  await run.ended;
  if (house.isArmed('execution.expire.afterFiles'))
    await eventually(
      'what expired to be removed',
      async () => !house.isArmed('execution.expire.afterFiles'),
      5_000,
    ).catch(() => undefined);
  return [run];
};

/** A connector dies in the middle of a step, and comes back. */
const adopted: Situation = async (house, load) => {
  const run = await load.begin('slow');
  await running(house, run);
  house.signal(house.crew.worker, 'SIGKILL');
  return [run];
};

/** A connector does not answer its bell until it is rung again. */
const unanswered: Situation = async (house, load) => {
  house.signal(house.crew.other, 'SIGSTOP');
  const run = await load.begin('mixed');
  await eventually('a bell rung again', async () => !house.isArmed('execution.sweep.beforeRing'), 10_000).catch(
    () => undefined,
  );
  house.signal(house.crew.other, 'SIGCONT');
  return [run];
};

/** A connector hears its bell only when the execution has been cancelled. */
const tooLate: Situation = async (house, load) => {
  house.signal(house.crew.worker, 'SIGSTOP');
  const run = await load.begin('cancels');
  await run.ended;
  house.signal(house.crew.worker, 'SIGCONT');
  // It needs a moment to hear it, and none once somebody has died there.
  await eventually('a bell put away', async () => !house.isArmed('connector.drop.begin'), 2_000).catch(() => undefined);
  return [run];
};

/** Somebody is heard of for the first time. */
const newcomer: Situation = async (house, load) => {
  house.signal(house.crew.other, 'SIGKILL');
  return little(house, load);
};

/** A step whose files are kept for the next, and brought back there; whoever dies meanwhile, both end well. */
const caches: Situation = async (house, load) => {
  const key = randomUUID();
  const run = 'mkdir -p deps && date > deps/at';
  const yaml = JSON.stringify({
    name: `caches ${key}`,
    steps: [{ name: 'keeps', run, cache: { key, paths: 'deps/**' }, ...house.crew.step }],
  });
  for (let turn = 0; turn < 2; turn += 1) {
    const id = await load.beside(yaml);
    const ended = await eventually(
      'a run with a cache to end',
      async () => {
        const view = await house.client.execution(id).catch(() => undefined);
        return view?.finishedAt === undefined ? undefined : view;
      },
      90_000,
    );
    if (ended.status !== 'success') throw new Error(`a run with a cache ended with ${ended.status}: ${ended.reason}`);
  }
  return little(house, load);
};

/** Somebody has a connector take nothing, and then take steps again; whoever dies meanwhile, it takes them. */
const drained: Situation = async (house, load) => {
  const own = await eventually('a connector', async () =>
    (await house.client.connectors.list()).find(({ connector, alive }) => connector === 'null' && alive),
  );
  for (const wish of ['drain', 'undrain'] as const)
    await eventually(`an answer to ${wish}`, () =>
      house.client.connectors[wish](own.session).then(
        () => true,
        () => false,
      ),
    );
  return little(house, load);
};

let pipelines = 0;
const anotherPipeline: Situation = async (_, load) => [await load.begin('mixed', `mixed ${(pipelines += 1)}`)];

/** A connector is silent for longer than its lease. */
const silent =
  (kind: 'moves' | 'drifts', whose: 'worker' | 'other'): Situation =>
  async (house, load) => {
    const run = await load.begin(kind);
    await running(house, run);
    const pid = await eventually('a connector', async () => house.pidOf(house.crew[whose]));
    process.kill(pid, 'SIGSTOP');
    try {
      await eventually('a lost attempt', async () => {
        const view = await house.client.execution(run.id).catch(() => undefined);
        return view?.steps.some(step => step.attempts.some(attempt => attempt.status === 'lost'));
      });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    return [run];
  };

/** A step works on a repository. */
const sourced: Situation = async (house, load) => {
  if (!existsSync(`${house.ledger}.git`))
    new TestRepository(dirname(house.ledger), 'ledger').commit({ file: 'there\n' });
  return [await load.begin('sourced')];
};

/** A step is reached from outside. */
const listens: Situation = async (_, load) => [await load.begin('listens')];

const special: Partial<Record<CrashPoint, Situation>> = {
  'connector.artifact.beforeFind': keeps,
  'connector.artifact.afterFiles': keeps,
  'connector.artifact.beforeTell': keeps,
  'connector.artifact.told': keeps,
  'execution.keep.begin': keeps,
  'execution.keep.afterCommit': keeps,
  'execution.keep.afterNote': keeps,
  'execution.expire.afterFiles': keeps,
  'connector.ports.beforeTell': listens,
  'connector.ports.told': listens,
  'execution.ports.begin': listens,
  'execution.ports.afterCommit': listens,
  'shell.ports.beforeNote': listens,
  'connector.adopt.beforeAsking': adopted,
  'connector.adopt.answered': adopted,
  'execution.adopt.begin': adopted,
  'execution.adopt.beforeReply': adopted,
  'shell.adopt.found': adopted,
  'connector.source.beforeMove': sourced,
  'execution.sweep.beforeRing': unanswered,
  'connector.drop.begin': tooLate,
  'connector.cache.beforeRestore': caches,
  'connector.cache.restored': caches,
  'connector.cache.beforeSave': caches,
  'connector.cache.saved': caches,
  'registry.note.beforePut': newcomer,
  'registry.note.afterPut': newcomer,
  'execution.drain.beforeNote': drained,
  'execution.drain.afterNote': drained,
  'pipeline.create.beforeInsert': anotherPipeline,
};

/** What is reached only when a lease has run out: these need a house with a short one. */
export const afterSilence = new Map<CrashPoint, Situation>([
  ['execution.sweep.beforeLose', silent('moves', 'worker')],
  ['execution.sweep.afterLose', silent('moves', 'worker')],
  // Nothing of it is beside the connector, so that it hears that it has lost what it still runs.
  ['connector.fence.begin', silent('drifts', 'other')],
  ['connector.fence.killed', silent('moves', 'worker')],
]);

export const situationOf = (point: CrashPoint): Situation =>
  special[point] ?? (/cancel|Control/.test(point) ? everything : little);

const ofAnyWork = new Set([everything, little, adopted, newcomer]);

/** Whether work of any kind, and deaths, come to it: nothing more is needed than a shell. */
export const isReachedByAll = (point: CrashPoint): boolean =>
  !afterSilence.has(point) && !point.startsWith('docker.') && ofAnyWork.has(situationOf(point));

/** Also of those that are reached only in the beginning of a process. */
export const reachedAtStart = (point: CrashPoint): boolean => point.startsWith('connector.process.');
