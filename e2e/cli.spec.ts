import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionView } from '@switchyard/contracts';
import { type CommandOptions, yard } from './command.js';
import { eventually } from './house.js';

const processesOf = (folder: string): string[] =>
  spawnSync('pgrep', ['-f', '-a', folder], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(line => line && !line.includes('pgrep'));

describe('the command line', () => {
  let folder: string;
  beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'yard-cli-')))));
  afterEach(async () => {
    await yard(['down'], { cwd: folder });
    expect(processesOf(folder)).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (yaml: string) => {
    writeFileSync(join(folder, 'pipeline.yaml'), yaml);
    return 'pipeline.yaml';
  };
  const call = (words: string[], options: Partial<CommandOptions> = {}) => yard(words, { cwd: folder, ...options });

  it('runs a pipeline: each line with its step, a table, its exit code, and nothing left running', async () => {
    const yaml = `name: greets
stages:
  - name: greet
    steps:
      - { name: hi, run: 'printf "\\033[31mred\\033[0m\\033]0;title\\007 of %s\\n" "$WHO"; printf "no end"' }
`;
    const { code, stdout, stderr } = await call(['run', file(yaml), '--env', 'WHO=x', '--env', 'WHO=all']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^hi │ red of all\nhi │ no end\nhi │ ✓ success \(.*\)\n/);
    expect(stdout).toMatch(/\nstage +step +status +exit +time\ngreet +hi +✓ success +0 +/);
    expect(stdout).toMatch(/✓ greets: success in .*\n$/);

    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    expect(processesOf(folder)).toEqual([]);
  });

  it('fails with the pipeline, and says why', async () => {
    const yaml = `name: fails
stages:
  - name: one
    steps:
      - { name: boom, run: 'exit 7' }
      - { name: never, run: 'true' }
`;
    const { code, stdout } = await call(['run', file(yaml)]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/one +boom +✗ failed +7 /);
    expect(stdout).toMatch(/one +never +- skipped\n/);
    expect(stdout).toContain('boom: exit code 7\n');
  });

  it('speaks JSON', async () => {
    const { code, stdout } = await call(['run', file('name: j\nsteps:\n  - { name: one, run: echo hi }\n'), '--json']);
    expect(code).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { event: string; data: ExecutionView });
    expect(lines[0]?.event).toBe('execution');
    expect(lines.at(-1)).toMatchObject({ event: 'result', data: { status: 'success', pipelineName: 'j' } });
  });

  it('cancels on Ctrl-C, waits for the end, and exits with 130', async () => {
    const yaml = 'name: long\nsteps:\n  - { name: waits, run: "echo up; sleep 613" }\n';
    const { code, stdout, stderr } = await call(['run', file(yaml)], {
      onOutput: (text, child) => text.endsWith('up\n') && child.kill('SIGINT'),
    });
    expect(code).toBe(130);
    expect(stderr).toContain('cancelling');
    expect(stdout).toContain('■ long: cancelled');
    expect(spawnSync('pgrep', ['-f', 'sleep 613$']).status).toBe(1);
  });

  it('leaves nothing running when it is killed with -9', async () => {
    const yaml = 'name: long\nsteps:\n  - { name: waits, run: "echo up; sleep 617" }\n';
    await call(['run', file(yaml)], { onOutput: (text, child) => text.endsWith('up\n') && child.kill('SIGKILL') });
    await eventually('everything to be gone', async () => processesOf(folder).length === 0);
    await eventually('the step to be gone', async () => spawnSync('pgrep', ['-f', 'sleep 617$']).status === 1);
  });

  it('keeps a platform up, uses it, and takes it down', async () => {
    const up = await call(['up']);
    expect({ code: up.code, stderr: up.stderr }).toMatchObject({ code: 0 });
    const url = /at (http:\/\/127\.0\.0\.1:\d+)/.exec(up.stdout)?.[1];
    expect(url).toBeDefined();
    expect((await call(['up'])).stdout).toContain(`runs already at ${url}`);
    const run = await call(['run', file('name: used\nsteps:\n  - { name: one, run: echo hi }\n')]);
    expect({ code: run.code, stderr: run.stderr }).toEqual({ code: 0, stderr: '' });
    const [execution] = JSON.parse((await call(['list', '--json'])).stdout) as ExecutionView[];
    expect((await call(['list'])).stdout).toMatch(/^execution +pipeline +status.*\n\S{26} +used +✓ success /);
    expect((await call(['logs', execution?.id ?? ''])).stdout).toBe('==> one <==\nhi\n');
    expect((await call(['logs', '--follow'])).stdout).toContain('✓ used: success');
    const status = await call(['status']);
    expect(status.stdout).toContain(`at ${url}: healthy`);
    expect(status.stdout).toMatch(/connector-shell .* 0 of 8/);
    const token = readFileSync(join(folder, '.yard/token'), 'utf8').trim();
    const elsewhere = await yard(['list'], { cwd: tmpdir(), environment: { YARD_URL: url ?? '', YARD_TOKEN: token } });
    expect(elsewhere.stdout).toContain('used');
    const down = await call(['down']);
    expect(down).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(join(folder, '.yard/platform.json'))).toBe(false);
    expect((await call(['status'])).code).toBe(3);
  });

  it('leaves the platform of `run --keep` up', async () => {
    const run = await call(['run', file('name: kept\nsteps:\n  - { name: one, run: echo hi }\n'), '--keep']);
    expect(run.code).toBe(0);
    expect((await call(['status'])).code).toBe(0);
  });

  it.each([
    ['an unknown command', ['rnu'], 2, /unknown command 'rnu'\n\(Did you mean run\?\)/],
    ['an unknown option', ['list', '--lmit', '3'], 2, /unknown option '--lmit'\n\(Did you mean --limit\?\)/],
    ['a bad number', ['list', '--limit', '0'], 2, /from 1 to 200/],
    ['a bad variable', ['run', 'x.yaml', '--env', '1=2'], 2, /--env needs NAME=VALUE, not "1=2"/],
    ['a file that is not there', ['run', 'no.yaml'], 2, /no\.yaml cannot be read: there is no such file/],
    ['a folder', ['run', '.'], 2, /cannot be read: it is a folder/],
    ['no platform', ['cancel', '01m84ywyccwh2egkrpyg85s86c'], 3, /no platform runs on .*\n.*yard up/],
  ])('says what is wrong with %s', async (_what, words, code, says) => {
    const ended = await call(words);
    expect(ended.stderr).toMatch(says);
    expect(ended.code).toBe(code);
  });

  it.each([
    [{ YARD_URL: 'nonsense', YARD_TOKEN: 'x' }, 2, /YARD_URL must be an address/],
    [{ YARD_URL: 'http://127.0.0.1:1' }, 2, /YARD_TOKEN is not/],
    [{ YARD_URL: 'http://127.0.0.1:1', YARD_TOKEN: 'x' }, 3, /nobody answers at http:\/\/127\.0\.0\.1:1/],
  ])('says what is wrong with %j', async (environment, code, says) => {
    const ended = await call(['list'], { environment });
    expect(ended.stderr).toMatch(says);
    expect(ended.code).toBe(code);
  });
});
