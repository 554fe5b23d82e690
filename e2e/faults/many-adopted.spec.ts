import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionView, YardEvent } from '@switchyard/contracts';
import { eventually, House } from '../house.js';

const steps = Array.from({ length: 50 }, (_, i) => `s${i}`);

describe('a connector with fifty running steps', () => {
  it('is killed with -9, and takes all of them up again', async () => {
    const house = await House.start({ processes: true, environment: { CONNECTOR_SLOTS: '64' } });
    const folder = mkdtempSync(join(tmpdir(), 'yard-fifty-'));
    try {
      const go = join(folder, 'go');
      const run = `echo begun; touch ${folder}/$YARD_STEP; until [ -e ${go} ]; do sleep 0.05; done; echo ended; exit $((\${YARD_STEP#s} % 3))`;
      const all = steps.map(name => ({ name, run, 'continue-on-error': true }));
      const id = await house.begin(
        JSON.stringify({ name: 'fifty', stages: [{ name: 'all', parallel: true, steps: all }] }),
      );
      await eventually('fifty running steps', async () => readdirSync(folder).length === steps.length);
      const agents = await house.agents();
      process.kill(agents.findLast(agent => agent.service === 'connector-shell')?.pid ?? 0, 'SIGKILL');
      await eventually('fifty adopted steps', async () => {
        const { events } = await house.json<{ events: YardEvent[] }>(`/api/ci/executions/${id}/events`);
        return events.filter(event => event.type === 'step.adopted').length === steps.length;
      });
      writeFileSync(go, '');
      const execution: ExecutionView = await house.ended(id);
      expect(execution.status).toBe('success');
      for (const step of execution.steps) {
        expect({ step: step.name, code: step.exitCode, tries: step.attempts.length }).toEqual({
          step: step.name,
          code: Number(step.name.slice(1)) % 3,
          tries: 1,
        });
        expect(await house.output(execution, step.name)).toBe('begun\nended\n');
      }
    } finally {
      await house.stop();
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});
