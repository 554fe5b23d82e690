import type { DockerConnector } from './docker.connector.js';
import { busybox, describeEngine, docker, ended, eventually, Ground, outputOf } from './engine.story.js';

describeEngine('services of a step', () => {
  let ground: Ground;
  let connector: DockerConnector;
  beforeAll(async () => {
    ground = await Ground.open();
    connector = await ground.connector({ rules: { healthMs: 5_000 } });
  });
  afterAll(() => ground.close());

  /** An image is the only thing that says what a service runs, so that is what it says. */
  const web = async (name: string, command: string, over = {}) => {
    const container = await docker.createContainer({ Image: busybox, Cmd: ['/bin/sh', '-c', command] });
    await container.commit({ repo: 'switchyard-test/service', tag: name });
    await container.remove();
    return { name, image: `switchyard-test/service:${name}`, environment: { WORD: 'hello' }, ports: [8080], ...over };
  };
  const serving = 'mkdir -p /tmp/www; echo "$WORD" > /tmp/www/word; sleep 1; exec httpd -f -p 8080 -h /tmp/www';
  const health = 'wget -q -O /dev/null http://127.0.0.1:8080/word';

  it('are reached by their names once they are healthy, and are gone with the step', async () => {
    const services = [await web('web', serving, { health }), await web('cache', 'sleep 600')];
    const ending = await ground.run(
      connector,
      { command: 'wget -q -O - http://web:8080/word; nslookup cache | grep -c Name: || true' },
      { services },
    );
    expect(ending.output).toMatch(/Service web is healthy\n[\s\S]*hello\n1\n$/);
    await eventually('an engine without them', async () => (await ground.left()).length === 0);
  });

  it('that do not become healthy, or end, keep the step from starting, and say why', async () => {
    const never = await web('never', 'echo I will not; sleep 600', { health: 'false' });
    const brief = await ground.connector({ rules: { healthMs: 1_000 } });
    expect(await ground.run(brief, { command: 'true' }, { services: [never] })).toMatchObject({
      failure: 'user',
      begun: false,
      reason: expect.stringMatching(/service never was not healthy after 1 s; it printed last: I will not/),
    });
    const dying = await web('dying', 'echo I cannot; exit 3', { health: 'false' });
    expect(await ground.run(connector, { command: 'true' }, { services: [dying] })).toMatchObject({
      failure: 'user',
      reason: expect.stringMatching(/service dying ended with exit code 3 before the step began; .*I cannot/),
    });
  });

  it('of two steps at once do not meet', async () => {
    const services = [await web('web', serving, { health })];
    const [one, other] = await Promise.all(
      ['one', 'other'].map(async word => {
        const own = services.map(service => ({ ...service, environment: { WORD: word } }));
        const grant = ground.grant({ command: 'wget -q -O - http://web:8080/word' }, { services: own });
        return ended(await connector.start(grant, ground.place(grant)));
      }),
    );
    expect([one?.output.trim().split('\n').at(-1), other?.output.trim().split('\n').at(-1)]).toEqual(['one', 'other']);
  });

  it('go when the step is cancelled while they start', async () => {
    const grant = ground.grant(
      { command: 'true' },
      { services: [await web('slow', 'sleep 600', { health: 'false' })] },
    );
    const running = await connector.start(grant, ground.place(grant));
    await eventually('a service', async () => (await outputOf(running)).includes('Service slow started'));
    await running.stop();
    expect(await ended(running)).toMatchObject({ kind: 'cancelled', begun: false });
    await eventually('an engine without it', async () => (await ground.left()).length === 0);
  });
});
