import { execFileSync, spawn } from 'node:child_process';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { eventually, firstLine, Place } from './yard.story.js';

describe('yard', () => {
  let place: Place;
  beforeEach(async () => (place = await Place.make()));
  afterEach(() => place.leave());
  const noData = () => expect(stat(place.path('.yard'))).rejects.toThrow('ENOENT');

  describe('run', () => {
    it('shows a pipeline live, ends with its result, and leaves nothing running', async () => {
      const file = await place.pipeline('demo', { greet: 'echo "hello $WHO"', last: 'printf "no end"; echo err >&2' });
      const { code, stdout, stderr } = await place.run(['run', file, '--env', 'WHO=you']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('… starting the bus') });
      expect(stdout).toMatch(/^greet │ hello you$/m);
      expect(stdout).toMatch(/^last {2}│ no enderr$/m);
      expect(stdout).toMatch(/^steps {2}greet {2}✓ success {2}0 {5}\d+ ms$/m);
      expect(stdout).toMatch(/✓ demo: success in .*\n$/);
      expect(stdout).not.toContain('\x1b');
      expect(await place.processes()).toEqual([]);
    });

    it('fails with the pipeline, and says why', async () => {
      const file = await place.pipeline('bad', { typo: 'no-such-program', never: 'echo never' });
      const { code, stdout } = await place.run(['run', file]);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^typo {2}│ ✗ .*127/m);
      expect(stdout).toContain('→ install the command where the step runs');
      expect(stdout).not.toMatch(/│ never/);
    });

    it('refuses a bad file at once, with places, and starts nothing', async () => {
      await writeFile(place.path('bad.yaml'), 'name: bad\nstagse: []\n');
      const { code, stdout, stderr } = await place.run(['run', 'bad.yaml']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^bad\.yaml:2:1: error: .*stagse.*\n {4}did you mean stages\?$/m);
      await noData();
    });

    it.each([
      ['no file', ['run', 'none.yaml'], 'there is no such file'],
      ['a folder', ['run', '.'], 'it is a folder'],
      ['a bad variable', ['run', 'x.yaml', '--env', 'A-B=1'], '--env needs NAME=VALUE'],
      ['a slip in a command', ['rnu'], 'Did you mean run?'],
      ['a slip in an option', ['run', 'x.yaml', '--jsn'], 'Did you mean --json?'],
      ['no file named', ['run'], "missing required argument 'file'"],
      ['a limit that is none', ['list', '--limit', 'many'], 'a number from 1 to 200'],
    ])('is told of %s as bad usage', async (_, words, sentence) => {
      const { code, stderr } = await place.run(words);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
      await noData();
    });

    it('speaks JSON to programs, and closes with the execution', async () => {
      const file = await place.pipeline('demo', { one: "printf 'a\\nb\\033[31m'" });
      const { code, stdout } = await place.run(['run', file, '--json']);
      const frames = stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as { event: string; data: { text?: string } });
      expect(code).toBe(0);
      expect(frames[0]?.event).toBe('execution');
      expect(frames.map(({ event, data }) => (event === 'log' ? data.text : '')).join('')).toBe('a\nb\x1b[31m');
      expect(frames.slice(-2).map(({ event }) => event)).toEqual(['end', 'result']);
      expect(frames.at(-1)).toMatchObject({ data: { status: 'success', steps: [{ name: 'one', exitCode: 0 }] } });
    });

    it('tells the steps which commit they are run for', async () => {
      const git = (...words: string[]) =>
        execFileSync('git', ['-C', place.folder, ...words], { encoding: 'utf8' }).trim();
      git('init', '-q', '-b', 'trunk');
      git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '--allow-empty', '-m', 'first');
      const file = await place.pipeline('facts', { say: 'echo "$YARD_BRANCH $YARD_COMMIT $YARD_REPOSITORY"' });
      const { stdout } = await place.run(['run', file]);
      expect(stdout).toContain(`│ trunk ${git('rev-parse', 'HEAD')} ${place.folder}\n`);
    });

    it('cancels on Ctrl-C, waits for the end, and leaves nothing', async () => {
      const running = place.start(['run', await place.pipeline('long', { wait: 'echo begun; sleep 300' })]);
      await running.says('│ begun');
      running.signal('SIGINT');
      const { code, stdout, stderr } = await running.ended();
      expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('cancelling') });
      expect(stdout).toMatch(/■ long: cancelled/);
      expect(await place.processes()).toEqual([]);
    });

    it('leaves at once on a second Ctrl-C, and nothing stays behind either', async () => {
      const deaf = 'trap "" TERM; echo begun; while :; do sleep 1; done';
      const running = place.start(['run', await place.pipeline('deaf', { deaf })]);
      await running.says('│ begun');
      running.signal('SIGINT');
      await running.says('cancelling');
      running.signal('SIGINT');
      expect(await running.ended()).toMatchObject({ code: 130 });
      await place.nothingRuns();
    });

    it('stops a platform that is only starting on Ctrl-C', async () => {
      const running = place.start(['run', await place.pipeline('demo', { one: 'true' }), '--keep']);
      await running.says('starting the bus');
      running.signal('SIGINT');
      expect(await running.ended()).toMatchObject({ code: 130 });
      expect(await place.processes()).toEqual([]);
    });

    it('leaves nothing behind when it is killed', async () => {
      const running = place.start(['run', await place.pipeline('long', { wait: 'echo begun; sleep 300' })]);
      await running.says('│ begun');
      running.signal('SIGKILL');
      await running.ended();
      await place.nothingRuns();
    });

    it('goes on when its platform is killed: the step runs once, and its output is whole', async () => {
      const count = 'echo begun; for n in 1 2 3 4 5 6 7 8 9; do sleep 0.2; echo "line $n"; done; echo ran >>"$COUNT"';
      const file = await place.pipeline('long', { count, next: 'cat "$COUNT"' });
      const running = place.start(['run', file, '--env', `COUNT=${place.path('count')}`]);
      await running.says('│ begun');
      process.kill(await place.platform(), 'SIGKILL');
      const { code, stdout, stderr } = await running.ended();
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('going on with another one') });
      const lines = stdout.match(/(?<=count │ )(begun|line \d)$/gm);
      expect(lines).toEqual(['begun', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(n => `line ${n}`)]);
      expect(stdout.match(/next {2}│ ran$/gm)).toHaveLength(1);
      expect(await place.processes()).toEqual([]);
    });

    it('shares the platform of another one that was faster, which waits for it', async () => {
      const short = place.run(['run', await place.pipeline('short', { one: 'sleep 4' })]);
      const long = place.run(['run', await place.pipeline('long', { one: 'sleep 6', two: 'echo done' })]);
      const both = await Promise.all([short, long]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      expect(
        both
          .map(({ stderr }) => stderr)
          .join('')
          .match(/starting the bus/g),
      ).toHaveLength(1);
      expect(await place.processes()).toEqual([]);
    });

    it('begins on a platform of its own when the one that it has found ends before it has accepted anything', async () => {
      const program = `const server = require('node:http').createServer((request, response) =>
        request.url === '/healthz' ? response.end() : process.exit()).listen(0, '127.0.0.1', () =>
        console.log(server.address().port));`;
      const leaving = spawn(process.execPath, ['-e', program, 'single-node'], { stdio: ['ignore', 'pipe', 'inherit'] });
      const [port] = (await once(leaving.stdout, 'data')) as [Buffer];
      const said = { pid: leaving.pid, url: `http://127.0.0.1:${Number(port.toString())}`, token: 'x'.repeat(43) };
      await mkdir(place.path('.yard'));
      await writeFile(place.path('.yard/platform.json'), JSON.stringify(said));
      const ran = await place.run(['run', await place.pipeline('late', { one: 'echo done' })]);
      expect(ran).toMatchObject({ code: 0, stdout: expect.stringMatching(/│ done$/m) });
      expect(leaving.exitCode).toBe(0);
      expect(await place.processes()).toEqual([]);
    });
  });

  describe('a platform that stays', () => {
    it('is started, asked, used and stopped', async () => {
      expect(await place.run(['status'])).toMatchObject({ code: 3, stdout: expect.stringContaining('yard up') });
      const up = await place.run(['up']);
      expect(up).toMatchObject({ code: 0, stdout: expect.stringContaining(`${place.folder}/.yard/token`) });
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(up.stdout)?.[0] ?? '';
      const links = up.stdout.match(/^ +http:\S+\/api\/sessions\/first\?code=[\w-]{43}$/gm) ?? [];
      expect(links).toHaveLength(1);
      const page = await fetch(links[0]?.trim() ?? '', { headers: { accept: 'text/html' } });
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<div id="app">')]);
      const again = await place.run(['up']);
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining(`runs already at ${url}`) });
      expect(again.stdout).not.toContain('/api/sessions/first');
      const status = await place.run(['status']);
      expect(status.stdout).toMatch(new RegExp(`at ${url}: healthy[^]*connector-shell`));

      const running = place.start(['run', await place.pipeline('long', { wait: 'echo begun; sleep 300' })]);
      await running.says('│ begun');
      const list = await place.run(['list', '--json', '--status', 'running']);
      const [{ id }] = JSON.parse(list.stdout) as [{ id: string }];
      const following = place.start(['logs', id, '--follow']);
      await following.says('│ begun');
      expect(await place.run(['cancel', id, '--reason', 'enough'])).toMatchObject({ code: 0 });
      for (const one of [running, following])
        expect(await one.ended()).toMatchObject({ code: 1, stdout: expect.stringContaining('enough') });

      expect(await place.run(['logs'])).toMatchObject({ code: 0, stdout: '==> wait <==\nbegun\n' });
      expect((await place.run(['list'])).stdout).toMatch(new RegExp(`${id} +long +■ cancelled`));
      expect(await place.run(['logs', 'nonsense'])).toMatchObject({ code: 2 });
      expect(await place.run(['cancel', '01j00000000000000000000000'])).toMatchObject({ code: 2 });
      expect(await firstLine(place.start(['logs']))).toBe('==> wait <==');
      expect(await place.run(['down'])).toMatchObject({ code: 0, stdout: expect.stringContaining('is down') });
      expect(await place.processes()).toEqual([]);
      expect(await place.run(['down'])).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing runs') });
    });

    it('stays after a run that keeps it, and is stopped in the foreground by Ctrl-C', async () => {
      expect(await place.run(['run', await place.pipeline('demo', { one: 'true' }), '--keep'])).toMatchObject({
        code: 0,
      });
      expect(await place.run(['down'])).toMatchObject({ code: 0 });
      const running = place.start(['up', '--foreground', '--processes']);
      await running.says('press Ctrl-C');
      await eventually('services of their own', async () => (await place.processes()).length > 5);
      running.signal('SIGINT');
      expect(await running.ended()).toMatchObject({ code: 0 });
      expect(await place.processes()).toEqual([]);
    });
  });

  it('says in one sentence why no platform can be used', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const port = String((server.address() as AddressInfo).port);
    await writeFile(place.path('file'), '');
    const ways: [string[], Record<string, string>, number, string][] = [
      [['up', '--port', port], {}, 3, `port ${port}`],
      [['list', '--data', 'file/data'], {}, 3, 'cannot be written'],
      [['list'], { YARD_URL: 'http://127.0.0.1:9' }, 2, 'YARD_TOKEN'],
      [['list'], { YARD_URL: 'nonsense', YARD_TOKEN: 'x' }, 2, 'YARD_URL must be an address'],
      [['list'], { YARD_URL: 'http://127.0.0.1:2', YARD_TOKEN: 'x' }, 3, 'nobody answers at http://127.0.0.1:2'],
      [['cancel', 'x'], {}, 3, 'no platform runs on'],
    ];
    for (const [words, environment, code, sentence] of ways)
      expect(await place.run(words, environment)).toMatchObject({ code, stderr: expect.stringContaining(sentence) });
    server.close();
    expect(await place.processes()).toEqual([]);
  });
});
