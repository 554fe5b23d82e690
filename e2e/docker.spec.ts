import Docker from 'dockerode';
import { noEngine } from './engine.js';
import { eventually, House } from './house.js';

const image = 'switchyard-test/busybox:1';
const counts = `name: survives in a container
steps:
  - name: counts
    image: ${image}
    outputs: [ended]
    run: |
      echo begun >> starts
      i=0
      while [ $i -lt 50 ]; do echo "line $i"; i=$((i + 1)); sleep 0.1; done
      echo ended=yes >> "$YARD_OUTPUT"
      cat starts | wc -l
  - { name: after, image: '${image}', run: 'echo "after $ENDED"; ls', env: { ENDED: '\${{ steps.counts.outputs.ended }}' } }
`;
const wholeLog = `${Array.from({ length: 50 }, (_, i) => `line ${i}`).join('\n')}\n1\n`;

const reason = noEngine();
const rows = reason === undefined ? describe : describe.skip;

rows(`steps in containers${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let house: House;
  const docker = new Docker();
  beforeAll(async () => (house = await House.start({ processes: true })));
  afterAll(() => house.stop());

  const connector = () =>
    eventually('a living docker connector', async () =>
      (await house.agents()).findLast(agent => agent.service === 'connector-docker' && agent.alive),
    );
  const leftOf = async (id: string) =>
    (await docker.listContainers({ all: true })).filter(one => one.Labels['switchyard.attempt']?.startsWith(id));

  it('end once, with their whole output, when their connector is killed with -9', async () => {
    const before = await connector();
    const id = await house.begin(counts);
    await house.until(id, frame => frame.event === 'log' && frame.data.text.includes('line 9\n'));
    process.kill(before.pid, 'SIGKILL');
    const execution = await house.ended(id);
    expect(execution.status).toBe('success');
    expect(execution.steps.map(step => step.attempts.length)).toEqual([1, 1]);
    expect(await house.output(execution, 'counts')).toBe(wholeLog);
    expect(await house.output(execution, 'after')).toBe('after yes\nstarts\n');
    await eventually('an engine without them', async () => (await leftOf(id)).length === 0);
  });

  it('are cancelled with all that runs in them', async () => {
    const id = await house.begin(
      `name: long\nsteps: [{ name: a, image: '${image}', run: 'echo up; sleep 600 & wait' }]\n`,
    );
    await house.until(id, frame => frame.event === 'log' && frame.data.text.includes('up'));
    await house.cancel(id);
    expect((await house.ended(id)).status).toBe('cancelled');
    await eventually('an engine without it', async () => (await leftOf(id)).length === 0);
  });

  it('say what they ran into: memory, and an image that is not there', async () => {
    const execution = await house.run(`name: bad
steps:
  - { name: big, image: '${image}', docker: { memory: 32m }, run: 'tail /dev/zero', continue_on_error: true }
  - { name: none, image: 'switchyard-test/none:1', docker: { pull: never }, run: 'true' }
`);
    const said = execution.steps.map(step => step.attempts.at(-1)?.reason ?? '');
    expect(said).toEqual(['OOMKilled, limit 32 MiB', expect.stringContaining('pull: never')]);
  });
});
