import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeEngine, docker, eventually, Ground } from './engine.story.js';

/** Containers start at some five to ten in a second on two cores: 200 are for when time does not matter. */
const crowd = process.env['FAULTS'] === 'long' ? 200 : 50;
/** Of the connector's process, for all of them together. */
const mostGrowth = crowd * 1_048_576;

describeEngine(`${String(crowd)} steps at once`, () => {
  let ground: Ground;
  let gate: number | undefined;
  beforeAll(async () => {
    ground = await Ground.open();
    execFileSync('mkfifo', [join(ground.workspace, 'gate')]);
    gate = openSync(join(ground.workspace, 'gate'), 'r+');
  });
  /** Who reads from it comes to an end. */
  const open = () => {
    if (gate !== undefined) closeSync(gate);
    gate = undefined;
  };
  afterAll(async () => {
    open();
    await ground.close();
  });

  /** Those that have got to the gate. */
  const waiting = () => readdirSync(ground.workspace).filter(name => name.startsWith('up-')).length;
  const running = async () => {
    const filters = { label: [`switchyard.owner=${ground.label}`], status: ['running'] };
    return (await docker.listContainers({ filters })).length;
  };

  it('all run, each ends with its own output and exit code, and nothing is left of them', async () => {
    const connector = await ground.connector();
    const before = { rss: process.memoryUsage.rss(), at: performance.now() };
    const ends = Array.from({ length: crowd }, (_, n) => {
      const command = `exec 3< gate; echo up ${n}; : > up-${n}; cat <&3; echo down ${n}; exit ${n % 7}`;
      return ground.run(connector, { command }, { leaseMs: 600_000 });
    });
    await eventually('all of them at work', async () => waiting() === crowd && (await running()) === crowd, 300_000);
    const [seconds, growth] = [(performance.now() - before.at) / 1_000, process.memoryUsage.rss() - before.rss];
    process.stdout.write(`${crowd} at work after ${seconds.toFixed(1)} s, ${Math.round(growth / 1e6)} MB more\n`);
    expect(growth).toBeLessThan(mostGrowth);
    open();
    const found = (await Promise.all(ends)).map(({ output, exitCode }) => ({ output, exitCode }));
    expect(found).toEqual(ends.map((_, n) => ({ output: `up ${n}\ndown ${n}\n`, exitCode: n % 7 })));
    await eventually('an engine without them', async () => (await ground.left()).length === 0);
  }, 400_000);
});
