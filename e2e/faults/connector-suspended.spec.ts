import { randomInt } from 'node:crypto';
import { sleepersOf } from '@switchyard/testkit/sleepers';
import { eventually, House } from '../house.js';

/** An argument that only the step of this story has. */
const ages = `86400.${randomInt(1e9, 1e10)}`;
const yaml = `name: suspended
steps:
  - { name: sleeps, run: 'setsid sleep ${ages} & sleep ${ages}' }
`;

const sleepers = () => sleepersOf(ages);

describe('a connector that is suspended for longer than its lease', () => {
  it('has nothing running any more when the platform gives its step up, and works again afterwards', async () => {
    const environment = { LEASE_TTL_MS: '3000', LEASE_GRACE_MS: '3000', BEAT_MS: '200', SWEEP_MS: '200' };
    const house = await House.start({ processes: true, environment });
    const living = await eventually('a living shell connector', async () =>
      (await house.agents()).findLast(agent => agent.service === 'connector-shell' && agent.alive),
    );
    try {
      const id = await house.begin(yaml);
      await eventually('both sleepers', async () => sleepers() === 2);
      process.kill(living.pid, 'SIGSTOP');
      const execution = await house.ended(id);
      expect(sleepers()).toBe(0);
      expect(execution.steps.map(({ status, failure }) => ({ status, failure }))).toEqual([
        { status: 'failed', failure: 'platform' },
      ]);
      process.kill(living.pid, 'SIGCONT');
      expect((await house.run('name: hello\nsteps:\n  - { name: one, run: echo hi }\n')).status).toBe('success');
    } finally {
      process.kill(living.pid, 'SIGCONT');
      await house.stop();
    }
  }, 60_000);
});
