import type { ExecutionView } from '@switchyard/contracts';
import { eventually } from '../house.js';
import type { FaultsHouse } from './faults-house.js';
import { begunByOrder } from './invariants/attempts.js';
import { oneExecutionPerTrigger, unchanged } from './invariants/executions.js';
import { consumersIn, leftByThePlatform, leftByWork } from './invariants/leftovers.js';
import { noSecretElsewhere, secretsOf } from './invariants/secrets.js';
import { insist, type Load } from './load.js';
import { secretValue } from './pipelines.js';

/** How long what work leaves behind may still be there after its end. */
const tidyWithinMs = 60_000;

/** What must hold of the whole platform when all work has ended; it is stopped on the way. */
export const violationsAtTheEnd = async (
  house: FaultsHouse,
  load: Load,
  consumers: readonly string[],
): Promise<string[]> => {
  const { client, data } = house;
  await house.well();
  const then = (await Promise.all(load.runs.map(run => run.ended))).filter(view => view !== undefined);
  const begun = house.begun().filter(id => !load.besides.some(beside => id.startsWith(beside)));
  const violations = [...(await oneExecutionPerTrigger(client, load)), ...begunByOrder(then, begun)];
  violations.push(...(await changedSince(then, house)));
  violations.push(
    ...(await stillThere(() =>
      leftByWork(
        data,
        load.runs.map(run => run.id),
      ),
    )),
  );
  const secrets = secretsOf(data, secretValue);
  await house.stop();
  violations.push(...(await stillThere(() => leftByThePlatform(data))), ...noSecretElsewhere(data, secrets));
  const now = consumersIn(data);
  if (now.join() !== consumers.join())
    violations.push(`the consumers are ${now.join(', ')}, not ${consumers.join(', ')}`);
  return violations;
};

const changedSince = async (then: ExecutionView[], { client }: FaultsHouse): Promise<string[]> => {
  const violations: string[] = [];
  for (const view of then) violations.push(...unchanged(view, await insist(() => client.execution(view.id))));
  return violations;
};

const stillThere = async (look: () => string[]): Promise<string[]> => {
  await eventually('nothing left over', async () => look().length === 0, tidyWithinMs).catch(() => undefined);
  return look();
};
