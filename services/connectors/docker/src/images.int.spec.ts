import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerConnector } from './docker.connector.js';
import { busybox, describeEngine, docker, ended, eventually, Ground } from './engine.story.js';
import { Registry } from './registry.story.js';

describeEngine('images', () => {
  let ground: Ground;
  let connector: DockerConnector;
  let registry: Registry;
  const pushed: string[] = [];
  beforeAll(async () => {
    [ground, registry] = await Promise.all([Ground.open(), Registry.open()]);
    connector = await ground.connector();
  });
  afterAll(async () => {
    for (const name of pushed)
      await docker
        .getImage(name)
        .remove({ force: true })
        .catch(() => undefined);
    await Promise.all([ground.close(), registry.close()]);
  });

  const write = (path: string, text: string) => {
    mkdirSync(join(ground.workspace, path, '..'), { recursive: true });
    writeFileSync(join(ground.workspace, path), text);
  };
  const signedIn = () => ({
    environment: { REGISTRY_USERNAME: registry.username, REGISTRY_PASSWORD: registry.password },
  });
  const build = (config: Record<string, unknown>, over = {}) =>
    ground.run(connector, { image: undefined, dockerfile: 'Dockerfile', ...config }, over);

  it('are built with context, arguments, target and ignored files, and run in', async () => {
    write(
      'web/Dockerfile',
      `FROM ${busybox} AS base\nARG WORD\nRUN echo "$WORD" > /word\nCOPY . /app\nFROM base AS other\nRUN false\n`,
    );
    write('web/.dockerignore', '*.log\n!keep.log\n');
    for (const name of ['a.log', 'keep.log', 'main']) write(`web/${name}`, name);
    const first = await build({
      buildContext: 'web',
      buildArgs: { WORD: 'hello' },
      target: 'base',
      command: 'cat /word; ls /app',
    });
    expect(first).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('hello\nDockerfile\nkeep.log\nmain\n'),
    });
    const again = await build({ buildContext: 'web', buildArgs: { WORD: 'hello' }, target: 'base' });
    expect(again).toMatchObject({ kind: 'exited', output: expect.stringContaining('Using cache') });
    const failing = await build({ buildContext: 'web', buildArgs: { WORD: 'hello' } });
    expect(failing).toMatchObject({
      failure: 'user',
      begun: false,
      reason: expect.stringMatching(/could not be built: .*returned a non-zero code: 1/),
    });
  });

  it('are built from nothing outside the workspace', async () => {
    expect(await build({ buildContext: '..' })).toMatchObject({
      failure: 'user',
      reason: expect.stringContaining('outside'),
    });
    expect(await build({ dockerfile: 'none' })).toMatchObject({
      failure: 'user',
      reason: expect.stringContaining('there is no "none"'),
    });
  });

  it('are pushed and pulled with credentials from secrets, which the step itself does not see', async () => {
    const name = `${registry.host}/team/web:1`;
    pushed.push(name);
    write('Dockerfile', `FROM ${busybox}\nRUN echo made > /made\n`);
    const config = { tags: ['team/web:1'], push: true, registry: registry.host };
    expect(await build(config, signedIn())).toMatchObject({
      kind: 'exited',
      output: expect.stringContaining(`Pushing ${name}`),
    });
    expect(registry.has('team/web', '1')).toBe(true);
    await docker.getImage(name).remove({ force: true });
    const command = 'cat /made; env | grep -c REGISTRY || true';
    const ran = await ground.run(connector, { image: name, pull: 'always', command }, signedIn());
    expect(ran).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/Pulling [\s\S]*Status: [\s\S]*made\n0\n$/),
    });
  });

  it('are refused to who has the wrong credentials, and told to be missing', async () => {
    const name = `${registry.host}/team/web:1`;
    const wrong = { environment: { REGISTRY_USERNAME: registry.username, REGISTRY_PASSWORD: 'wrong secret' } };
    const refused = await ground.run(connector, { image: name, pull: 'always', command: 'true' }, wrong);
    expect(refused).toMatchObject({
      failure: 'user',
      begun: false,
      reason: expect.stringContaining('does not accept the credentials'),
    });
    expect(JSON.stringify(refused)).not.toContain('wrong secret');
    const missing = await ground.run(connector, { image: `${registry.host}/team/none:1`, command: 'true' }, signedIn());
    expect(missing).toMatchObject({ failure: 'user', begun: false, reason: expect.stringContaining('has no image') });
    const never = await ground.run(connector, { image: 'nobody/has:this', pull: 'never', command: 'true' });
    expect(never).toMatchObject({ failure: 'user', reason: expect.stringContaining('pull: never') });
  });

  it('are not pushed and get no tags in an execution that anybody may have started', async () => {
    const tags = ['switchyard-test/untrusted:1'];
    expect(await build({ tags, push: true }, { untrusted: true })).toMatchObject({ failure: 'policy', begun: false });
    expect(await build({ tags }, { untrusted: true })).toMatchObject({ kind: 'exited', exitCode: 0 });
    await expect(docker.getImage('switchyard-test/untrusted:1').inspect()).rejects.toMatchObject({ statusCode: 404 });
  });

  it('are neither pulled nor built any further once the step is cancelled', async () => {
    const name = `${registry.host}/team/web:1`;
    await docker.getImage(name).remove({ force: true });
    registry.held = true;
    const pulling = ground.grant({ image: name, command: 'true' }, signedIn());
    const running = await connector.start(pulling, ground.place(pulling));
    await eventually('a pull under way', async () => registry.waiting.size > 0);
    await running.stop();
    expect(await ended(running)).toMatchObject({ kind: 'cancelled', failure: 'cancelled', begun: false });
    registry.held = false;

    write('Dockerfile', `FROM ${busybox}\nRUN touch /x && sleep 600\n`);
    const building = ground.grant({ image: undefined, dockerfile: 'Dockerfile' });
    const second = await connector.start(building, ground.place(building));
    const sleepers = async () => (await docker.listContainers()).filter(one => one.Command.includes('sleep 600'));
    await eventually('a build under way', async () => (await sleepers()).length > 0);
    await second.stop();
    expect(await ended(second)).toMatchObject({ kind: 'cancelled', begun: false });
    await eventually('an engine that builds no more', async () => (await sleepers()).length === 0);
  });

  it('leave nothing but the layers of their builds', async () => {
    await eventually('an engine without it', async () => (await ground.left()).length === 0);
  });
});
