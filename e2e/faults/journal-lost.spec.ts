import { existsSync, rmSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { sleepersOf } from '@switchyard/testkit/sleepers';
import { eventually } from '../house.js';
import { commonHouse } from './common-house.js';
import { servicesOf } from './processes.js';

/** An argument that only the step of this story has. */
const ages = `86400.${randomInt(1e9, 1e10)}`;
const yaml = `name: forgotten
steps:
  - { name: sleeps, run: 'trap "" TERM; setsid sleep ${ages} & sleep ${ages}' }
`;

const sleepers = () => sleepersOf(ages);

describe('a connector that is killed and whose journal forgets a step', () => {
  it('ends what the step left running when it starts again', async () => {
    const house = await commonHouse();
    const id = await house.begin(yaml);
    await eventually('both sleepers', async () => sleepers() === 2);
    const { steps } = await house.get(id);
    const folder = join(house.data, 'connectors/shell/journal', steps[0]?.attempts[0]?.id ?? '');
    expect(existsSync(join(folder, 'entry.json'))).toBe(true);
    process.kill(servicesOf(house.pid).get('connector-shell')?.pid ?? 0, 'SIGKILL');
    rmSync(folder, { recursive: true });
    // Long before its lease is over.
    await eventually('nothing of the step to be left', async () => sleepers() === 0);
    await house.cancel(id);
  }, 60_000);
});
