import { cpSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import type { DockerConnector } from './docker.connector.js';
import { describeEngine, docker, ended, eventually, Ground } from './engine.story.js';

describeEngine('ports of a step in a container', () => {
  let ground: Ground;
  let connector: DockerConnector;
  beforeAll(async () => {
    ground = await Ground.open();
    connector = await ground.connector();
  });
  afterAll(() => ground.close());

  const ports = [{ name: 'http' }, { name: 'admin-2', port: 9_090 }];
  /** Serves its own name on both, until somebody asks for an end. */
  const serving = (word: string) => ({
    command: [
      `mkdir -p /tmp/www && echo ${word} > /tmp/www/word`,
      'httpd -p $YARD_PORT_HTTP -h /tmp/www && httpd -p $YARD_PORT_ADMIN_2 -h /tmp/www',
      'while [ ! -e stop ]; do sleep 0.05; done; rm stop',
    ].join('\n'),
  });
  const start = async (word: string) => {
    const grant = ground.grant(serving(word), { ports });
    const running = await connector.start(grant, ground.place(grant));
    const early = ended(running).then(ending => Promise.reject(new Error(`it ended: ${JSON.stringify(ending)}`)));
    early.catch(() => undefined);
    return { grant, running, notes: (await Promise.race([running.ports, early])) ?? [] };
  };
  const answerOf = (port: number, address = '127.0.0.1') =>
    eventually(`an answer on ${address}:${port}`, () =>
      fetch(`http://${address}:${port}/word`, { signal: AbortSignal.timeout(2_000) }).then(
        async answer => (await answer.text()).trim(),
        () => undefined,
      ),
    );

  it('are reached on this machine alone while it runs, are its own, and are free again after it', async () => {
    const [one, other] = await Promise.all([start('one'), start('other')]);
    const host = hostname();
    for (const { notes } of [one, other])
      expect(notes).toEqual([
        { name: 'http', address: '127.0.0.1', port: expect.any(Number) as number, host },
        { name: 'admin-2', address: '127.0.0.1', port: expect.any(Number) as number, host },
      ]);
    const numbers = [one, other].map(({ notes }) => notes.map(({ port }) => port));
    expect(new Set(numbers.flat()).size).toBe(4);
    expect(await Promise.all(numbers.flat().map(port => answerOf(port)))).toEqual(['one', 'one', 'other', 'other']);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find(found => found?.family === 'IPv4' && !found.internal);
    if (outside)
      await expect(fetch(`http://${outside.address}:${String(numbers[0]?.[0])}/word`)).rejects.toThrow('fetch failed');
    for (const { running } of [one, other]) await running.kill();
    for (const { running } of [one, other]) await running.outcome();
    await expect(fetch(`http://127.0.0.1:${String(numbers[0]?.[0])}/word`)).rejects.toThrow('fetch failed');
  });

  it('are the same for a connector that takes the step up', async () => {
    const { grant, running, notes } = await start('here');
    const place = ground.place(grant);
    // The earlier one is no other process here, and goes on to write its own notes.
    const copy = { ...place, directory: `${place.directory}-copy` };
    cpSync(place.directory, copy.directory, { recursive: true });
    const found = await (await ground.connector()).adopt(grant, copy);
    expect(await found?.ports).toEqual(notes);
    await running.kill();
    await Promise.all([running.outcome(), found?.outcome()]);
  });

  it('are published by the step beside its services too', async () => {
    const services = [{ name: 'idle', image: 'switchyard-test/busybox:1', environment: {}, ports: [] }];
    const container = await docker.createContainer({ Image: 'switchyard-test/busybox:1', Cmd: ['sleep', '600'] });
    await container.commit({ repo: 'switchyard-test/service', tag: 'idle' });
    await container.remove();
    const own = services.map(service => ({ ...service, image: 'switchyard-test/service:idle' }));
    const grant = ground.grant(serving('both'), { ports, services: own });
    const running = await connector.start(grant, ground.place(grant));
    expect(await answerOf((await running.ports)?.[1]?.port ?? 0)).toBe('both');
    await running.kill();
    await running.outcome();
  });

  it.each([
    ['says so', { portsAddress: undefined }, 'this connector publishes no ports of steps'],
    [
      'has no network',
      { network: 'none' },
      "this connector's steps are in the network none, where no ports can be published",
    ],
  ])('are refused where whoever runs the connector %s, and nothing runs', async (_, rules, reason) => {
    const strict = await ground.connector({ rules: rules as object });
    const grant = ground.grant({ command: 'echo ran' }, { ports });
    expect(await ended(await strict.start(grant, ground.place(grant)))).toMatchObject({
      ...{ kind: 'failed', failure: 'policy', begun: false, reason },
      output: expect.not.stringContaining('ran') as string,
    });
    const without = ground.grant({ command: 'echo ran' });
    expect(await ended(await strict.start(without, ground.place(without)))).toMatchObject({ exitCode: 0 });
  });

  it('of a step that has ended at once are nowhere, and keep nobody waiting', async () => {
    const ending = await ground.run(connector, { command: 'echo "$YARD_PORT_HTTP $YARD_PORT_ADMIN_2"' }, { ports });
    expect(ending).toMatchObject({ exitCode: 0, output: '8080 9090\n' });
    await eventually('an engine without them', async () => (await ground.left()).length === 0);
  });
});
