import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerConnector } from './docker.connector.js';
import { describeEngine, ended, eventually, Ground, outputOf } from './engine.story.js';
import { PrivateEngine } from './private-engine.story.js';

const lines = (most: number) => Array.from({ length: most }, (_, index) => `line ${String(index + 1)}\n`).join('');
const counting = 'i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line $i; sleep 0.1; done';
/** The same, but that it does not come to its end while the engine is away: what it said last would be the engine's loss. */
const waiting =
  'i=0; while [ $i -lt 40 ]; do i=$((i+1)); echo line $i; sleep 0.05; [ $i != 30 ] || until [ -e back ]; do sleep 0.1; done; done';

const emptied = ({ docker }: PrivateEngine) =>
  eventually('an engine without a container', async () => (await docker.listContainers({ all: true })).length === 0);

describeEngine('an engine that is not always there', () => {
  let ground: Ground;
  let engine: PrivateEngine;
  let connector: DockerConnector;
  let opened = 0;
  beforeAll(async () => {
    ground = await Ground.open();
    engine = new PrivateEngine();
  });
  afterAll(async () => {
    await ground.close();
    await engine.remove();
  }, 60_000);

  const begun = async (command: string, over = {}) => {
    const grant = ground.grant({ command }, over);
    const running = await connector.start(grant, ground.place(grant));
    return { grant, running };
  };
  const underWay = (running: Awaited<ReturnType<typeof begun>>['running']) =>
    eventually('output', async () => (await outputOf(running)).includes('line 3\n'));

  it('is absent: the connector is there, takes nothing, and opens when it comes', async () => {
    connector = await ground.connector({ engine: engine.engine(() => (opened += 1)), rules: { network: 'none' } });
    expect(connector.isOpen).toBe(false);
    expect(await connector.reap(ground.folder)).toEqual([]);
    await engine.start('--live-restore');
    await eventually('an open connector', async () => connector.isOpen && opened > 0);
    expect(await ground.run(connector, { command: 'echo up' })).toMatchObject({ exitCode: 0, output: 'up\n' });
  });

  it('is killed and restored live: the step goes on, and no byte of it is lost or doubled', async () => {
    const { running } = await begun(waiting);
    await underWay(running);
    await engine.kill();
    await eventually('a closed connector', async () => !connector.isOpen);
    await engine.start('--live-restore');
    writeFileSync(join(ground.workspace, 'back'), '');
    expect(await ended(running)).toMatchObject({ kind: 'exited', exitCode: 0, output: lines(40) });
  });

  it('is killed and takes its containers along: the step has failed by the platform, its output is kept', async () => {
    const { running } = await begun(`${counting}; sleep 600`);
    await underWay(running);
    await engine.kill();
    await engine.start();
    const ending = await ended(running);
    expect(ending).toMatchObject({ kind: 'failed', failure: 'platform' });
    expect(ending.reason).toMatch(/killed from outside|stopped by somebody else/);
    expect(lines(40).startsWith(ending.output)).toBe(true);
    expect(ending.output).toContain('line 3\n');
  });

  it('stays away for too long: the step is given up', async () => {
    const hasty = await ground.connector({ engine: engine.engine(), rules: { network: 'none', patienceMs: 1_000 } });
    const grant = ground.grant({ command: 'echo line 3; sleep 600' });
    const running = await hasty.start(grant, ground.place(grant));
    await underWay(running);
    await engine.kill();
    expect(await ended(running)).toMatchObject({ failure: 'platform', reason: 'the engine has been away for 1 s' });
    await engine.start();
    await emptied(engine);
  });
});

describeEngine('an engine whose disk is full', () => {
  let ground: Ground;
  let engine: PrivateEngine;
  let connector: DockerConnector;
  beforeAll(async () => {
    ground = await Ground.open();
    engine = new PrivateEngine(64);
    await engine.start();
    connector = await ground.connector({ engine: engine.engine(), rules: { network: 'none' } });
  }, 200_000);
  afterAll(async () => {
    await ground.close();
    await engine.remove();
  }, 60_000);

  it('has a step fail that fills it, by its own doing, and takes the next one', async () => {
    const ending = await ground.run(connector, { command: 'dd if=/dev/zero of=/fill bs=1M count=500' });
    expect(ending).toMatchObject({ kind: 'exited', exitCode: 1 });
    // What was deleted is free for others a moment later, when its file system has noted that.
    const next = () => ground.run(connector, { command: 'echo room' });
    let taken = await next();
    while (taken.failure === 'platform') taken = await next();
    expect(taken).toMatchObject({ exitCode: 0, output: 'room\n' });
  });

  it('fails steps by the platform while it has no room, and takes them again when it has', async () => {
    await emptied(engine);
    const files = ['1M', '4k'].map(size => {
      const file = join(engine.data, size);
      expect(() => execFileSync('dd', ['if=/dev/zero', `of=${file}`, `bs=${size}`], { stdio: 'ignore' })).toThrow();
      return file;
    });
    await expect(ground.run(connector, { command: 'echo never' })).resolves.toMatchObject({
      kind: 'failed',
      failure: 'platform',
      reason: "the engine's disk is full",
      output: expect.stringContaining('docker system prune'),
    });
    for (const file of files) rmSync(file);
    expect(await ground.run(connector, { command: 'echo again' })).toMatchObject({ exitCode: 0, output: 'again\n' });
    await emptied(engine);
  });
});
