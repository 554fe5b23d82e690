import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerConnector } from './docker.connector.js';
import { busybox, describeEngine, docker, ended, eventually, Ground, outputOf } from './engine.story.js';
import { Notes } from './step/notes.js';

describeEngine('what an earlier process left', () => {
  let ground: Ground;
  let connector: DockerConnector;
  beforeAll(async () => {
    ground = await Ground.open();
    connector = await ground.connector();
  });
  afterAll(() => ground.close());

  const nameOf = (grant: { attemptId: string }) => `yard-${grant.attemptId}`;
  const foreign = (name: string, attempt = '') =>
    docker.createContainer({ name, Image: busybox, Cmd: ['true'], Labels: { 'switchyard.attempt': attempt } });

  it('before its container began is begun again, and gives way', async () => {
    const grant = ground.grant({ command: 'echo again >> again; cat again' });
    const place = ground.place(grant);
    await new Notes(place.directory).begin({ beganAt: Date.now() });
    await foreign(nameOf(grant), grant.attemptId);
    const running = await connector.adopt(grant, place);
    expect(running && (await ended(running))).toMatchObject({ exitCode: 0, output: 'again\n' });
  });

  it('when nothing had begun is nothing', async () => {
    const grant = ground.grant({ command: 'true' });
    expect(await connector.adopt(grant, ground.place(grant))).toBeUndefined();
  });

  it('under a name of somebody else’s container is left alone', async () => {
    const grant = ground.grant({ command: 'true' });
    const theirs = await foreign(nameOf(grant), 'another');
    const running = await connector.start(grant, ground.place(grant));
    const { reason } = await running.outcome();
    expect(reason).toMatch(/somebody else has a container called/);
    await theirs.inspect();
    await theirs.remove();
  });

  it('runs once, also when its container is started again by hand', async () => {
    const grant = ground.grant({ command: 'echo once >> once; sleep 600' });
    const running = await connector.start(grant, ground.place(grant));
    const container = docker.getContainer(nameOf(grant));
    await eventually('a step at work', async () => (await container.inspect().catch(() => undefined))?.State.Running);
    await container.pause();
    await container.unpause();
    await container.kill();
    await container.start().catch(() => undefined);
    expect(await ended(running)).toMatchObject({ kind: 'failed', failure: 'platform' });
    expect((await ground.run(connector, { command: 'cat once' })).output).toBe('once\n');
  });

  it('was removed by hand: the platform has lost it', async () => {
    const grant = ground.grant({ command: 'echo up; sleep 600' });
    const running = await connector.start(grant, ground.place(grant));
    await eventually('output', async () => (await outputOf(running)) === 'up\n');
    await docker.getContainer(nameOf(grant)).remove({ force: true });
    expect(await ended(running)).toMatchObject({
      kind: 'failed',
      failure: 'platform',
      output: 'up\n',
    });
  });

  it('ended meanwhile tells its end and its output again', async () => {
    const grant = ground.grant({ command: 'echo first; exit 4' });
    const place = ground.place(grant);
    const first = await ended(await connector.start(grant, place));
    const again = await connector.adopt(grant, place);
    expect(again && (await ended(again))).toEqual(first);
    await eventually('an engine without it', async () => (await ground.left()).length === 0);
  });

  it('and nobody knows any more is reaped by its label', async () => {
    const grant = ground.grant({ command: 'true' });
    const labels = { 'switchyard.attempt': grant.attemptId, 'switchyard.owner': ground.label };
    await docker.createContainer({ name: nameOf(grant), Image: busybox, Cmd: ['sleep', '600'], Labels: labels });
    await docker.getContainer(nameOf(grant)).start();
    await docker.createNetwork({ Name: nameOf(grant), Labels: labels });
    await docker.createVolume({ Name: `${nameOf(grant)}-box`, Labels: labels });
    const journal = join(ground.folder, 'journal');
    mkdirSync(join(journal, grant.attemptId));
    expect(await connector.reap(journal)).toEqual([]);
    rmSync(join(journal, grant.attemptId), { recursive: true });
    expect(await connector.reap(journal)).toEqual([grant.attemptId]);
    expect((await ground.left()).filter(name => name.includes(grant.attemptId))).toEqual([]);
  });
});
