import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionView, YardEvent } from '@switchyard/contracts';
import { eventually } from '../house.js';
import { commonHouse } from './common-house.js';
import { servicesOf } from './processes.js';

/** Long enough for the first process to have sent a part of it. */
const numbers = Array.from({ length: 2_000 }, (_, i) => `${i + 1}\n`).join('');
const steps = Array.from({ length: 50 }, (_, i) => `s${i}`);

describe('a connector with fifty running steps', () => {
  it('is killed with -9, and takes all of them up again', async () => {
    const house = await commonHouse();
    const folder = mkdtempSync(join(tmpdir(), 'yard-fifty-'));
    const gates = mkdtempSync(join(tmpdir(), 'yard-gates-'));
    try {
      // Its readers wait without a fork: fifty loops around `sleep` would be all the machine does.
      const gate = join(gates, 'go');
      spawnSync('mkfifo', [gate]);
      const run = `echo begun; seq 1 2000; touch ${folder}/$YARD_STEP; cat ${gate}; echo ended; exit $((\${YARD_STEP#s} % 3))`;
      const all = steps.map(name => ({ name, run, 'continue-on-error': true }));
      const id = await house.begin(
        JSON.stringify({ name: 'fifty', stages: [{ name: 'all', parallel: true, steps: all }] }),
      );
      await eventually('fifty running steps', async () => readdirSync(folder).length === steps.length);
      process.kill(servicesOf(house.pid).get('connector-shell')?.pid ?? 0, 'SIGKILL');
      const eventsOf = async () =>
        (await house.json<{ events: YardEvent[] }>(`/api/ci/executions/${id}/events?limit=1000`)).events;
      await eventually(
        'fifty adopted steps',
        async () => (await eventsOf()).filter(event => event.type === 'step.adopted').length === steps.length,
      );
      writeFileSync(gate, '');
      const execution: ExecutionView = await house.ended(id);
      expect(execution.status).toBe('success');
      const events = await eventsOf();
      for (const step of execution.steps) {
        const own = events.filter(event => event.subject.endsWith(`/${step.id}`)).map(event => event.type);
        expect(own).toEqual(['step.queued', 'step.started', 'step.adopted', 'step.finished']);
        expect({ step: step.name, code: step.exitCode, tries: step.attempts.length }).toEqual({
          step: step.name,
          code: Number(step.name.slice(1)) % 3,
          tries: 1,
        });
        expect(await house.output(execution, step.name)).toBe(`begun\n${numbers}ended\n`);
      }
    } finally {
      rmSync(folder, { recursive: true });
      rmSync(gates, { recursive: true });
    }
  }, 120_000);
});
