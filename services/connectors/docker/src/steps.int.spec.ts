import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DockerConnector } from './docker.connector.js';
import { describeEngine, docker, ended, eventually, Ground, outputOf } from './engine.story.js';

describeEngine('a step in a container', () => {
  let ground: Ground;
  let connector: DockerConnector;
  beforeAll(async () => {
    ground = await Ground.open();
    connector = await ground.connector();
  });
  afterAll(() => ground.close());
  const run = (config: Record<string, unknown>, over = {}) => ground.run(connector, config, over);

  it('works in the workspace, knows its variables, keeps the order of its output, and gives outputs', async () => {
    const command =
      'pwd; echo "$GREETING $YARD_WORKSPACE"; for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done; echo made > file; echo a=b >> "$YARD_OUTPUT"';
    const ending = await run({ command }, { environment: { GREETING: 'hello' } });
    const lines = [1, 2, 3, 4, 5].flatMap(i => [`out ${i}`, `err ${i}`]);
    expect(ending).toMatchObject({
      kind: 'exited',
      exitCode: 0,
      outputs: { a: 'b' },
      output: ['/workspace', 'hello /workspace', ...lines, ''].join('\n'),
    });
    expect(readFileSync(join(ground.workspace, 'file'), 'utf8')).toBe('made\n');
  });

  it('fails with its exit code, its signal, and by what cannot be started', async () => {
    expect(await run({ command: 'exit 3' })).toMatchObject({ exitCode: 3, failure: 'user', reason: 'exit code 3' });
    expect(await run({ command: 'kill -9 $$' })).toMatchObject({ kind: 'signalled', signal: 'SIGKILL' });
    expect(await run({ entrypoint: ['/bin/nothing'] })).toMatchObject({
      kind: 'failed',
      failure: 'user',
      reason: 'the command could not be started (ENOENT)',
    });
    expect(await run({ command: 'pwd', workingDirectory: 'nowhere' })).toMatchObject({
      failure: 'user',
      reason: 'the working directory cannot be entered (ENOENT)',
    });
  });

  it('takes a working directory, a script, an entrypoint, and its image’s own command', async () => {
    mkdirSync(join(ground.workspace, 'web'), { recursive: true });
    expect((await run({ script: '#!/bin/sh\npwd\n', workingDirectory: 'web' })).output).toBe('/workspace/web\n');
    expect((await run({ entrypoint: ['/bin/echo', '-n'], command: 'said' })).output).toBe('said');
    expect(await run({})).toMatchObject({ kind: 'exited', exitCode: 0, output: '' });
  });

  it('may do nothing that an ordinary user may not', async () => {
    const command =
      'grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/self/status; ls /var/run/docker.sock; mount -t tmpfs x /tmp';
    const { output, exitCode } = await run({ script: command.replaceAll('; ', '\n'), entrypoint: ['/bin/sh'] });
    expect(exitCode).not.toBe(0);
    expect(output).toContain('CapEff:\t0000000000000000');
    expect(output).toContain('CapBnd:\t0000000000000000');
    expect(output).toContain('NoNewPrivs:\t1');
    expect(output).toMatch(/docker.sock: No such file/);
    expect(output).toMatch(/mount: .*permission denied/i);
  });

  it('writes nowhere but to the workspace where its root is read-only', async () => {
    const command = 'touch here /tmp/there; touch /etc/no';
    expect(await run({ command, readOnly: true })).toMatchObject({
      exitCode: 1,
      output: expect.stringContaining('Read-only file system'),
    });
  });

  it('gets a capability only where its connector allows it', async () => {
    expect(await run({ command: 'true', capabilities: ['NET_ADMIN'] })).toMatchObject({
      failure: 'policy',
      reason: 'this connector allows no step the capability NET_ADMIN',
      begun: false,
    });
    const generous = await ground.connector({ rules: { allowed: ['NET_RAW'] } });
    const { output } = await ground.run(generous, {
      command: 'grep CapEff /proc/self/status',
      capabilities: ['CAP_NET_RAW'],
    });
    expect(output).toBe('CapEff:\t0000000000002000\n');
  });

  it('has no more memory and processes than it may', async () => {
    const command = 'tail /dev/zero';
    expect(await run({ command, memory: '64m' })).toMatchObject({
      failure: 'user',
      reason: 'OOMKilled, limit 64 MiB',
    });
    const few = await ground.connector({ rules: { pidsMax: 32 } });
    const { output } = await ground.run(few, { command: 'for i in $(seq 40); do sleep 60 & done' });
    expect(output).toMatch(/can't fork/);
  });

  it('is stopped after its timeout, with grace', async () => {
    const command = 'trap "echo asked; exit 0" TERM; echo up; while :; do sleep 0.1; done';
    expect(await run({ command }, { timeoutMs: 1_500 })).toMatchObject({
      kind: 'timeout',
      failure: 'timeout',
      output: expect.stringMatching(/^up\n(Terminated\n)?asked\n$/),
    });
  });

  it('is cancelled, with grace and then without', async () => {
    const grant = ground.grant({ command: 'trap "" TERM; echo up; while :; do sleep 0.1; done' });
    const running = await connector.start(grant, ground.place(grant));
    await eventually('its first line', async () => (await outputOf(running)) === 'up\n');
    await running.stop();
    expect(await ended(running)).toMatchObject({ kind: 'cancelled', failure: 'cancelled', output: 'up\n' });
  });

  it('ends itself when nobody feeds it, though its connector is dead', async () => {
    const grant = ground.grant({ command: 'echo up; sleep 600' }, { leaseMs: 1_500 });
    const dead = await ground.connector();
    const running = await dead.start(grant, ground.place(grant));
    const name = `yard-${grant.attemptId}`;
    await eventually('an end of its own', async () => {
      const info = await docker
        .getContainer(name)
        .inspect()
        .catch(() => undefined);
      return info?.State.Status === 'exited' || (await running.outcome()).kind === 'fenced';
    });
    expect(await ended(running)).toMatchObject({ kind: 'fenced', failure: 'platform' });
  });

  it('leaves 10,000 files of root to its connector’s user', async () => {
    const plain = await ground.connector({ owner: { uid: 1_234, gid: 1_234 } });
    const command = 'mkdir many; cd many; for i in $(seq 100); do mkdir $i; (cd $i; touch $(seq 100)); done; id -u';
    const ending = await ground.run(plain, { command, user: 'root' });
    expect(ending).toMatchObject({ exitCode: 0, output: '0\n' });
    const owners = [statSync(ground.workspace), statSync(join(ground.workspace, 'many/77/99'))].map(one => one.uid);
    expect(owners).toEqual([1_234, 1_234]);
    expect((await ground.run(plain, { command: 'id -u; rm -r many; ls' })).output).toMatch(/^1234\n/);
  });

  it('refuses a config that means nothing', async () => {
    for (const [config, reason] of [
      [{ image: undefined }, 'a docker step needs an image'],
      [{ memory: 'much' }, 'memory must be an amount'],
      [{ memory: '1k' }, 'less than the 6 MiB'],
      [{ image: '../../etc' }, 'is no name of an image'],
      [{ user: '$(id)' }, 'user must be'],
      [{ pull: 'sometimes' }, 'pull must be one of'],
    ] as const)
      expect(await run({ command: 'true', ...config })).toMatchObject({
        failure: 'user',
        begun: false,
        reason: expect.stringContaining(reason),
      });
  });

  it('leaves nothing on the engine', async () => {
    await eventually('an engine without it', async () => (await ground.left()).length === 0);
  });
});
