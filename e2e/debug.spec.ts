import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import type { ExecutionId } from '@switchyard/contracts';
import { yard } from './command.js';
import { noEngine } from './engine.js';
import { eventually, House } from './house.js';

const image = 'switchyard-test/busybox:1';
const broken = (how: string) => `name: broken
environment: { MODE: ci }
steps:
  - { name: fine, run: mkdir src }
  - { name: test, working-directory: src, ${how} run: 'echo left > file; exit 3' }
`;

describe('yard debug', () => {
  let folder: string;
  let house: House;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yard-debug-'));
    house = await House.start();
  }, 180_000);
  afterAll(async () => {
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const debug = (id: ExecutionId, words: string[], input: string, onOutput?: (text: string) => void) =>
    yard(['debug', id, 'test', '--data', house.data, ...words], {
      cwd: folder,
      input,
      ...(onOutput ? { onOutput } : {}),
    });
  const ran = async (how = ''): Promise<ExecutionId> => (await house.run(broken(how))).id;
  const holds = (connector: string) =>
    readdirSync(join(house.data, 'connectors', connector, 'workspaces')).filter(name => name.endsWith('.hold'));

  it('gives a shell where the step stood, with its variables and without its secrets, and releases it', async () => {
    await house.json('/api/projects/default/secrets/TOKEN', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ value: 'hunter2-hunter2' }),
    });
    const id = await ran('secrets: [TOKEN],');
    const input = 'cat file; echo "$MODE in $PWD, ${TOKEN:-no token}"; yard-why; exit 7\n';
    const script = input.replace('yard-why', `ls "$YARD_WORKSPACE.hold"`);
    const { code, stdout, stderr } = await debug(id, [], script);
    const workspace = join(house.data, 'connectors/shell/workspaces', id);
    expect({ code, stdout }).toEqual({
      code: 7,
      stdout: `left\nci in ${workspace}/src, no token\n${workspace}.hold\n`,
    });
    expect(stderr).toContain('test ended with: exit code 3');
    expect(stderr).toContain('without its secrets: TOKEN');
    expect(holds('shell')).toEqual([]);
  }, 120_000);

  it('is told of by why and status while it is held, and ends with all it started when its time is over', async () => {
    const id = await ran();
    const told: string[] = [];
    // As many seconds as the two questions take on a slow machine.
    const span = 20;
    const asking = debug(id, ['--for', `${span}s`], 'echo ready; sleep 1000 & echo $!; wait\n', text => {
      if (told.length > 0 || !/ready\n\d+\n/.test(text)) return;
      told.push('');
      void Promise.all(
        [['why', id], ['status']].map(async words => {
          told.push((await yard([...words, '--data', house.data], { cwd: folder })).stdout);
        }),
      );
    });
    const { code, stdout, stderr } = await asking;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('the time is over') });
    const pid = Number(stdout.trim().split('\n')[1]);
    await eventually('the end of what the shell started', async () => !existsSync(`/proc/${pid}`));
    const [, ...answers] = told;
    expect(answers).toEqual([expect.stringMatching(/held for somebody/), expect.stringMatching(/held for somebody/)]);
    expect(holds('shell')).toEqual([]);
  }, 120_000);

  it('says which steps leave nothing, and where a shell is possible', async () => {
    const id = await ran();
    const fine = await yard(['debug', id, 'fine', '--data', house.data], { cwd: folder });
    expect(fine).toMatchObject({ code: 2, stderr: expect.stringContaining('did not fail: it is success') });
    const environment = { YARD_URL: house.url, YARD_TOKEN: house.authorization.authorization.slice('Bearer '.length) };
    const away = await yard(['debug', id, 'test'], { cwd: folder, environment });
    expect(away).toMatchObject({ code: 2, stderr: expect.stringContaining('only possible on the machine') });
    expect(away.stderr).toContain(`yard debug ${id} test --connector-data DIRECTORY`);
    const directory = join(house.data, 'connectors/shell');
    const there = await yard(['debug', id, 'test', '--connector-data', directory], {
      cwd: folder,
      environment,
      input: 'cat file\n',
    });
    expect(there).toMatchObject({ code: 0, stdout: 'left\n' });
  }, 120_000);

  it('comes by itself with yard run --break-on-failure', async () => {
    writeFileSync(join(folder, 'pipeline.yaml'), broken(''));
    const words = ['run', 'pipeline.yaml', '--break-on-failure', '--data', house.data];
    const { code, stdout } = await yard(words, { cwd: folder, input: 'echo "here: $(cat file)"\n' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringMatching(/failed[\s\S]*\nhere: left\n$/) });
    const json = await yard([...words, '--json'], { cwd: folder });
    expect(json).toMatchObject({ code: 2, stderr: expect.stringContaining('without --json') });
  }, 120_000);

  const reason = noEngine();
  (reason === undefined ? it : it.skip)(
    `is in a container where the step was in one${reason ? ` (skipped: ${reason})` : ''}`,
    async () => {
      const docker = new Docker();
      const left = async (id: string) =>
        (await docker.listContainers({ all: true })).filter(one => one.Labels['switchyard.attempt']?.startsWith(id));
      const id = await ran(`image: '${image}',`);
      const { code, stdout } = await debug(id, [], 'cat file; echo "$MODE in $PWD"; ls -d /proc/1; exit 5\n');
      expect({ code, stdout }).toEqual({ code: 5, stdout: 'left\nci in /workspace/src\n/proc/1\n' });
      await eventually('an engine without it', async () => (await left(id)).length === 0);
      const late = await debug(id, ['--for', '3s'], 'sleep 1000\n');
      expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('the time is over') });
      await eventually('an engine without it', async () => (await left(id)).length === 0);
      expect(holds('docker')).toEqual([]);
    },
    180_000,
  );
});
