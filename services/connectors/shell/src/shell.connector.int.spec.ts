import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { randomInt } from 'node:crypto';

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareShim, type RunningAttempt } from '@switchyard/connector-kit';
import type { AttemptId, ExecutionId, Grant, ProjectId, StepId } from '@switchyard/contracts';
import { sleepersOf } from '@switchyard/testkit/sleepers';
import { MachinePorts } from './machine-ports.js';
import { ShellConnector } from './shell.connector.js';

const executionId = '01m84ywyccwh2egkrpyg85s86c' as ExecutionId;
const passed = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };
const shim = await prepareShim();

describe('the shell connector', () => {
  let folder: string;
  let attempts = 0;
  let connector: ShellConnector;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'yard-shell-')));
    const ports = new MachinePorts({ first: 31_500, last: 31_503 }, join(folder, 'ports'));
    connector = new ShellConnector(shim, passed, { pidsMax: 4_096, graceMs: 100 }, ports);
    mkdirSync(join(folder, 'workspace/web'), { recursive: true });
    mkdirSync(join(folder, 'journal'));
  });
  afterEach(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

  const grantOf = (config: Record<string, unknown>, over: Partial<Grant> = {}): Grant => ({
    attemptId: `${executionId}.one.${(attempts += 1)}` as AttemptId,
    project: 'default' as ProjectId,
    executionId,
    stepId: 'one' as StepId,
    stepName: 'one',
    config,
    environment: {},
    leaseMs: 90_000,
    ...over,
  });
  const placeOf = ({ attemptId }: Grant) => {
    const directory = join(folder, 'journal', attemptId);
    mkdirSync(directory, { recursive: true });
    return { directory, workspace: join(folder, 'workspace') };
  };
  const start = (config: Record<string, unknown>, over: Partial<Grant> = {}) => {
    const grant = grantOf(config, over);
    return connector.start(grant, placeOf(grant));
  };
  const ended = async (run: RunningAttempt) => {
    const ending = await run.outcome();
    return { ...ending, output: (await run.log.read(0, 1_000_000)).toString() };
  };
  const run = async (config: Record<string, unknown>, over: Partial<Grant> = {}) => ended(await start(config, over));

  it('runs a command in the workspace, and ends at the first line that fails', async () => {
    expect(await run({ command: 'pwd\nfalse\necho never' })).toMatchObject({
      exitCode: 1,
      failure: 'user',
      reason: 'exit code 1',
      output: `${folder}/workspace\n`,
    });
  });

  it('runs a command in a folder of the workspace', async () => {
    expect(await run({ command: 'pwd', workingDirectory: 'web' })).toMatchObject({
      exitCode: 0,
      output: `${folder}/workspace/web\n`,
    });
  });

  it('runs a script by its first line, or by the shell, and keeps it from other users', async () => {
    const grant = grantOf({ script: '#!/usr/bin/env node\nconsole.log(6 * 7)\n' });
    expect(await ended(await connector.start(grant, placeOf(grant)))).toMatchObject({ exitCode: 0, output: '42\n' });
    expect(statSync(join(placeOf(grant).directory, 'script')).mode & 0o077).toBe(0);
    expect(await run({ script: 'echo one\nfalse\necho never\n' })).toMatchObject({ exitCode: 1, output: 'one\n' });
  });

  it('shows the step what was passed, what was granted and where its workspace is, and nothing else', async () => {
    const { output } = await run({ command: 'env' }, { environment: { LANG: 'granted', GREETING: 'hi' } });
    const names = output.split('\n').map(line => line.slice(0, line.indexOf('=')));
    expect(output).toContain('LANG=granted\n');
    expect(output).toContain(`YARD_WORKSPACE=${folder}/workspace\n`);
    const own = ['GREETING', 'LANG', 'PATH', 'PWD', 'SWITCHYARD_STEP_DIRECTORY', 'YARD_OUTPUT', 'YARD_WORKSPACE'];
    expect(names.filter(name => name !== '' && name !== '_' && name !== 'SHLVL' && name !== 'OLDPWD').sort()).toEqual(
      own,
    );
  });

  it('takes the outputs of a step from a file of its own, which lies in no workspace', async () => {
    const command = [
      'test "${YARD_OUTPUT#$YARD_WORKSPACE}" = "$YARD_OUTPUT"',
      'echo version=1.10 >> "$YARD_OUTPUT"',
      'printf "notes<<EOF\\nfirst=a\\n\\nlast\\nEOF\\n" >> "$YARD_OUTPUT"',
    ].join('\n');
    expect(await run({ command })).toMatchObject({
      kind: 'exited',
      exitCode: 0,
      outputs: { version: '1.10', notes: 'first=a\n\nlast' },
    });
    expect(await run({ command: 'true' })).not.toHaveProperty('outputs');
    expect(await run({ command: 'echo v=1 > "$YARD_OUTPUT"; exit 3' })).toMatchObject({
      exitCode: 3,
      outputs: { v: '1' },
    });
  });

  it.each([
    ['echo lonely > "$YARD_OUTPUT"', 'line 1: "lonely" is neither name=value nor name<<DELIMITER'],
    ['head -c 65537 /dev/zero | tr "\\0" x > "$YARD_OUTPUT"', 'it has more than the 65536 bytes it may have'],
    ['printf "v=\\377" > "$YARD_OUTPUT"', 'it is not UTF-8'],
    ['rm "$YARD_OUTPUT"; ln -s /etc/passwd "$YARD_OUTPUT"', 'it is no plain file any more'],
    ['rm "$YARD_OUTPUT"; mkfifo "$YARD_OUTPUT"', 'it is no plain file any more'],
    ['rm "$YARD_OUTPUT"; mkdir "$YARD_OUTPUT"', 'it is no plain file any more'],
  ])('fails a step that did %s, and says why', async (command, why) => {
    expect(await run({ command })).toMatchObject({
      kind: 'exited',
      exitCode: 0,
      failure: 'user',
      reason: `$YARD_OUTPUT cannot be used: ${why}`,
    });
    expect(await run({ command: `${command}; exit 3` })).toMatchObject({
      exitCode: 3,
      failure: 'user',
      reason: `exit code 3; $YARD_OUTPUT cannot be used: ${why}`,
    });
  });

  it('does not mind a file that is gone, or half written by a step that was stopped', async () => {
    expect(await run({ command: 'rm "$YARD_OUTPUT"' })).not.toHaveProperty('failure');
    expect(await run({ command: 'printf half > "$YARD_OUTPUT"; sleep 86400' }, { timeoutMs: 50 })).toMatchObject({
      kind: 'timeout',
      reason: expect.not.stringContaining('YARD_OUTPUT') as string,
    });
  });

  it('has the outputs also for who takes the step up again, and never empties their file', async () => {
    const grant = grantOf({ command: 'echo v=1 > "$YARD_OUTPUT"; read line < go; echo w=2 >> "$YARD_OUTPUT"' });
    await run({ command: 'mkfifo go' });
    const first = await connector.start(grant, placeOf(grant));
    const written = () => readFileSync(join(placeOf(grant).directory, 'outputs'), 'utf8') === 'v=1\n';
    while (!written()) await new Promise(resolve => setTimeout(resolve, 5));
    await expect(connector.start(grant, placeOf(grant))).rejects.toMatchObject({ code: 'already-started' });
    const again = await connector.adopt(grant, placeOf(grant));
    await run({ command: 'echo it > go' });
    for (const one of [first, again]) expect((await one?.outcome())?.outputs).toEqual({ v: '1', w: '2' });
  });

  it('gives two steps at once different ports, and says where, also to who takes one up again', async () => {
    const wanted = { ports: [{ name: 'http' }, { name: 'admin-2', port: 31_502 }] };
    const grant = grantOf({ command: 'echo "$YARD_PORT_HTTP $YARD_PORT_ADMIN_2"; read line < go' }, wanted);
    await run({ command: 'mkfifo go' });
    const first = await connector.start(grant, placeOf(grant));
    const notes = await first.ports;
    expect(notes).toMatchObject([
      { name: 'http', address: '127.0.0.1' },
      { name: 'admin-2', address: '127.0.0.1', port: 31_502 },
    ]);
    const second = await run({ command: 'echo "$YARD_PORT_HTTP"' }, { ports: [{ name: 'http' }] });
    expect(Number(second.output)).not.toBe(notes?.[0]?.port);
    expect(await (await connector.adopt(grant, placeOf(grant)))?.ports).toEqual(notes);
    await run({ command: 'echo it > go' });
    expect(await ended(first)).toMatchObject({ exitCode: 0, output: `${notes?.[0]?.port} 31502\n` });
    expect(await start({ command: 'true' })).not.toHaveProperty('ports');
  });

  it('starts nothing where a step cannot have the port that it names', async () => {
    const wanted = { ports: [{ name: 'http', port: 31_502 }] };
    const one = await start({ command: 'sleep 86400' }, wanted);
    await expect(start({ command: 'true' }, wanted)).rejects.toMatchObject({ code: 'port-taken', blame: 'platform' });
    await one.kill();
    await one.outcome();
  });

  it('refuses a folder outside of the workspace, and a step without a command, before anything starts', async () => {
    await expect(start({ command: 'pwd', workingDirectory: '../journal' })).rejects.toMatchObject({
      code: 'bad-working-directory',
    });
    await expect(start({})).rejects.toMatchObject({ code: 'bad-config' });
  });

  it('ends one after its timeout', async () => {
    expect(await run({ command: 'sleep 86400' }, { timeoutMs: 50 })).toMatchObject({ kind: 'timeout' });
  });

  it('ends one that ignores SIGTERM after its grace', async () => {
    const step = await start({ command: 'trap "" TERM; echo ready; while :; do sleep 0.01; done' });
    while ((await step.log.read(0, 100)).length === 0) await step.log.changed();
    await step.stop();
    expect(await step.outcome()).toMatchObject({ kind: 'cancelled', signal: 'SIGKILL' });
  });

  it('ends one that nobody feeds when its lease is over', async () => {
    expect(await run({ command: 'sleep 86400' }, { leaseMs: 100 })).toMatchObject({
      kind: 'fenced',
      failure: 'platform',
    });
  });

  it('takes up again what was started in a directory, once, and nothing where nothing was', async () => {
    const grant = grantOf({ command: 'read line < go; echo "got $line"; exit 3' });
    expect(await connector.adopt(grant, placeOf(grant))).toBeUndefined();
    await run({ command: 'mkfifo go' });
    await connector.start(grant, placeOf(grant));
    await expect(connector.start(grant, placeOf(grant))).rejects.toMatchObject({ code: 'already-started' });
    const again = await connector.adopt(grant, placeOf(grant));
    await run({ command: 'echo it > go' });
    expect(again && (await ended(again))).toMatchObject({ exitCode: 3, output: 'got it\n' });
  });

  it('ends what is left of attempts whose folder is gone, and of no other', async () => {
    const [forgotten, known] = [0, 1].map(() => `86400.${randomInt(1e9, 1e10)}`) as [string, string];
    const grant = grantOf({ command: `sleep ${forgotten} & sleep ${forgotten}` });
    await connector.start(grant, placeOf(grant));
    const other = await start({ command: `sleep ${known}` });
    while (sleepersOf(forgotten) < 2 || sleepersOf(known) < 1) await new Promise(resolve => setTimeout(resolve, 5));
    rmSync(placeOf(grant).directory, { recursive: true });
    expect(await connector.reap(join(folder, 'journal'))).toEqual([grant.attemptId]);
    expect([sleepersOf(forgotten), sleepersOf(known)]).toEqual([0, 1]);
    await other.kill();
    await other.outcome();
  });
});
