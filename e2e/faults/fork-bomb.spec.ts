import { detectCgroup } from '../../libs/connector-kit/src/shim/index.js';
import { commonHouse } from './common-house.js';

const bomb = 'name: bomb\nsteps:\n  - { name: one, run: "bomb() { bomb | bomb; }; bomb" }\n';
const hello = 'name: hello\nsteps:\n  - { name: one, run: "echo hi | cat" }\n';

/** Without the controller nothing but the machine's own limits would stop it. */
const canLimit = (await detectCgroup())?.pids !== undefined;

describe('a step that starts processes without end', () => {
  (canLimit ? it : it.skip)(
    'fails, says why, and disturbs nobody',
    async () => {
      const house = await commonHouse();
      const [failed, beside] = await Promise.all([house.run(bomb), house.run(hello)]);
      expect(failed.steps[0]).toMatchObject({ status: 'failed', failure: 'user' });
      expect(failed.steps[0]?.reason).toContain('it was refused more processes than a step may have at once');
      expect(beside.status).toBe('success');
      expect((await house.run(hello)).status).toBe('success');
    },
    60_000,
  );
});
