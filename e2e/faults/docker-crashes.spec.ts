import Docker from 'dockerode';
import { type CrashPoint, crashPoints } from '@switchyard/kernel';
import { noEngine } from '../engine.js';
import { eventually } from '../house.js';
import { FaultsHouse } from './faults-house.js';
import { drawnFrom, seed, withDocker } from './profile.js';

const image = 'switchyard-test/busybox:1';
const reason = noEngine();
const points = crashPoints.filter(point => point.startsWith('docker.'));
const rows = reason === undefined ? describe : describe.skip;

/** Everything a container's life has, and a line on disk for each time that it is lived. */
const yaml = (edition: string) => `name: contained ${edition}
steps:
  - name: works
    image: ${image}
    run: |
      echo begun >> starts
      i=0
      while [ $i -lt 20 ]; do echo "line $i"; i=$((i + 1)); sleep 0.1; done
      wc -l < starts
`;
const whole = `${Array.from({ length: 20 }, (_, i) => `line ${String(i)}`).join('\n')}\n1\n`;

/** One that no registry is asked for: the pull is reached, and refused by the name of its host. */
const pulling = (edition: string) => `name: pulling ${edition}
steps: [{ name: pulls, image: '127.0.0.1:1/none:${edition}', run: 'true' }]
`;

rows(`a docker connector that dies (seed ${seed})${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let house: FaultsHouse;
  const docker = new Docker();
  beforeAll(async () => (house = await FaultsHouse.start(withDocker)), 120_000);
  afterAll(async () => {
    await house.stop();
    house.clean();
  });

  const dieAt = async (point: CrashPoint) => {
    house.arm(point);
    const isPull = point === 'docker.pull.before';
    const text = isPull ? pulling(point.length.toString()) : yaml(point.replaceAll('.', '-'));
    const id = await house.house.begin(text);
    // Only who died once has something to adopt.
    if (point === 'docker.adopt.found') {
      await house.house.until(id, frame => frame.event === 'log' && frame.data.text.includes('line 2\n'));
      house.signal('connector-docker', 'SIGKILL');
    }
    const view = await house.house.ended(id);
    return { id, view, died: !house.isArmed(point), isPull };
  };

  it.each(drawnFrom(points, 3))(
    'at %s: the step runs once, and is told once and whole',
    async point => {
      const { id, view, died, isPull } = await dieAt(point);
      expect({ point, died }).toEqual({ point, died: true });
      expect(view.steps[0]?.attempts.length).toBe(1);
      expect(view.status).toBe(isPull ? 'failed' : 'success');
      if (!isPull) expect(await house.house.output(view, 'works')).toBe(whole);
      await eventually('an engine without it', async () => {
        const all = await docker.listContainers({ all: true });
        return !all.some(one => one.Labels['switchyard.attempt']?.startsWith(id));
      });
    },
    180_000,
  );
});
