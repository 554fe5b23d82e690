import { eventually, type House } from '../house.js';
import { commonHouse } from './common-house.js';
import { servicesOf } from './processes.js';

const yaml = `name: survives
stages:
  - name: long
    steps:
      - name: counts
        outputs: [began, ended]
        run: |
          echo "$$" >> starts
          echo began=yes >> "$YARD_OUTPUT"
          i=0
          while [ $i -lt 50 ]; do echo "line $i"; i=$((i + 1)); sleep 0.1; done
          echo ended=yes >> "$YARD_OUTPUT"
          cat starts | wc -l
      - { name: after, run: 'echo "after $ENDED"', env: { ENDED: '\${{ steps.counts.outputs.ended }}' } }
`;
const wholeLog = `${Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n')}\n1\n`;

describe('a connector that is killed with -9 in the middle of a step of five seconds', () => {
  let house: House;
  beforeAll(async () => (house = await commonHouse()));

  const connector = () =>
    eventually('a living shell connector', async () => servicesOf(house.pid).get('connector-shell'));

  it('ends the step once, with its whole output and all that it gives to later steps, when it is back', async () => {
    const before = await connector();
    const id = await house.begin(yaml);
    await house.until(id, frame => frame.event === 'log' && frame.data.text.includes('line 9\n'));
    process.kill(before.pid, 'SIGKILL');
    const execution = await house.ended(id);
    expect(execution.status).toBe('success');
    expect(execution.steps.map(step => step.attempts.length)).toEqual([1, 1]);
    expect(await house.output(execution, 'counts')).toBe(wholeLog);
    expect(execution.steps[0]?.outputs).toEqual({ began: 'yes', ended: 'yes' });
    expect(await house.output(execution, 'after')).toBe('after yes\n');
    const { events } = await house.json<{ events: { type: string; subject: string }[] }>(
      `/api/ci/executions/${id}/events`,
    );
    const ofStep = events.filter(event => event.subject.endsWith('/counts')).map(event => event.type);
    expect(ofStep).toEqual(['step.queued', 'step.started', 'step.adopted', 'step.finished']);
    expect((await connector()).pid).not.toBe(before.pid);
  });

  it('tells followers each line once', async () => {
    const before = await connector();
    const id = await house.begin(yaml);
    let output = '';
    let killed = false;
    for await (const frame of house.follow(id)) {
      if (frame.event !== 'log' || frame.data.stepId !== 'counts') continue;
      output += frame.data.text;
      if (killed || !output.includes('line 5\n')) continue;
      killed = true;
      process.kill(before.pid, 'SIGKILL');
    }
    expect(output).toBe(wholeLog);
  });
});
