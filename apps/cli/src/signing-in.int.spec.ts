import { readFile, stat } from 'node:fs/promises';
import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const begun = {
  deviceCode: 'device-secret',
  userCode: 'BCDF-GHJK',
  verificationUri: '/device',
  verificationUriComplete: '/device?code=BCDF-GHJK',
  expiresIn: 60,
  interval: 0.05,
};
const given = { token: 'yard_made', view: {}, user: { id: 'u', login: 'ann', name: 'Ann\u001b[2J' }, message: '' };
const refusal = (status: number, code: string, message = code) => ({
  status,
  json: { error: 'authentication', code, message },
});

let place: Place;
let platform: FakePlatform;
beforeEach(async () => {
  [place, platform] = await Promise.all([Place.make(), FakePlatform.start()]);
  platform.routes = {
    'POST /api/sessions/device': { json: begun },
    'POST /api/sessions/device/token': refusal(400, 'authorization-pending'),
    'GET /api/sessions/me': {
      json: { kind: 'token', id: 'the-token', name: 'bot', administrator: false, projects: {} },
    },
    'DELETE /api/tokens/the-token': { json: { message: 'the token is of no use any more' } },
  };
});
afterEach(async () => {
  await platform.stop();
  await place.leave();
});
const url = () => platform.environment['YARD_URL'] ?? '';
const start = (words: string[], environment: Record<string, string> = {}, input?: string) =>
  place.start(words, { XDG_CONFIG_HOME: place.path('config'), ...environment }, input);
const yard = (words: string[], environment: Record<string, string> = {}, input?: string) =>
  start(words, environment, input).ended();
const kept = (name: string) => readFile(place.path('config/switchyard', name), 'utf8');
const asked = (path: string) => platform.asked.filter(one => one.path === path);

describe('yard login by a browser', () => {
  it('shows a code and where to confirm it, asks until somebody has, and keeps the token', async () => {
    const running = start(['login', '--days', '7'], { YARD_URL: url() });
    await running.says(`${url()}/device?code=BCDF-GHJK`);
    await running.says('the code BCDF-GHJK');
    platform.routes['POST /api/sessions/device/token'] = { json: given };
    const { code, stdout, stderr } = await running.ended();
    expect([code, stdout]).toEqual([0, expect.stringContaining(`signed in to ${url()} as Ann`)]);
    expect(stdout + stderr).not.toMatch(/\u001b|device-secret|yard_made/);
    expect(asked('/api/sessions/device')[0]?.body).toMatchObject({ name: expect.stringMatching(/^yard on /), days: 7 });
    expect(asked('/api/sessions/device/token').at(-1)?.body).toEqual({ deviceCode: 'device-secret' });
    expect(JSON.parse(await kept('credentials.json'))).toEqual({ [url()]: 'yard_made' });
  });

  it.each([
    [refusal(403, 'access-denied', 'somebody has turned this program away'), 'turned this program away'],
    [refusal(410, 'expired-token', 'this device code has expired'), 'has expired'],
    [refusal(409, 'too-many-tokens', '100 tokens already'), '100 tokens already'],
  ])('ends when the platform says %p', async (answer, says) => {
    platform.routes['POST /api/sessions/device/token'] = answer;
    const { code, stderr } = await yard(['login'], { YARD_URL: url() });
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
    await expect(kept('credentials.json')).rejects.toThrow();
  });

  it('gives up when nobody has confirmed in time', async () => {
    platform.routes['POST /api/sessions/device'] = { json: { ...begun, expiresIn: 0.2 } };
    const { code, stderr } = await yard(['login'], { YARD_URL: url() });
    expect([code, stderr]).toEqual([2, expect.stringContaining('nobody has confirmed in time')]);
  });

  it('shows an address of the platform that knows its own, and nothing for the terminal to obey', async () => {
    const verificationUriComplete = 'https://ci.example.com/device?code=BCDF-GHJK\u001b]0;x\u0007';
    platform.routes['POST /api/sessions/device'] = { json: { ...begun, verificationUriComplete } };
    platform.routes['POST /api/sessions/device/token'] = { json: given };
    const { stderr } = await yard(['login'], { YARD_URL: url() });
    expect(stderr).toContain('  https://ci.example.com/device?code=BCDF-GHJK\n');
    expect(stderr).not.toContain('\u001b');
  });
});

describe('yard login with a token, and yard logout', () => {
  it('take it from standard input, keep it, and end it', async () => {
    const { code, stdout } = await yard(['login', '--token', '-', '--json'], { YARD_URL: url() }, 'yard_mine\n');
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ url: url(), name: 'bot' })]);
    expect(JSON.parse(await kept('credentials.json'))).toEqual({ [url()]: 'yard_mine' });
    expect((await yard(['logout'], { YARD_URL: url() })).stdout).toBe(`signed out of ${url()}\n`);
    expect(asked('/api/tokens/the-token')).toHaveLength(1);
    expect(JSON.parse(await kept('credentials.json'))).toEqual({});
    expect(await yard(['logout'], { YARD_URL: url() })).toMatchObject({ code: 2 });
  });

  it('refuses an empty one, and keeps none that the platform does not know', async () => {
    expect(await yard(['login', '--token', '-'], { YARD_URL: url() }, '\n')).toMatchObject({ code: 2 });
    platform.routes['GET /api/sessions/me'] = refusal(401, 'unauthenticated');
    expect((await yard(['login', '--token', '-'], { YARD_URL: url() }, 'yard_bad\n')).code).not.toBe(0);
    await expect(kept('credentials.json')).rejects.toThrow();
  });
});

describe('yard context', () => {
  it('keeps servers by name, and lets commands talk to one of them', async () => {
    const other = await FakePlatform.start();
    try {
      other.routes = {
        'GET /api/sessions/me': { json: { kind: 'token', id: 'o', name: 'other', administrator: false, projects: {} } },
      };
      expect((await yard(['context', 'list'])).stdout).toContain('no contexts yet');
      expect((await yard(['context', 'add', 'work', `${url()}/`])).stdout).toContain('and the current one');
      await yard(['context', 'add', 'home', other.environment['YARD_URL'] ?? '']);
      expect((await stat(place.path('config/switchyard/config.json'))).mode & 0o777).toBe(0o600);
      const unsigned = await yard(['whoami']);
      expect([unsigned.code, unsigned.stderr]).toEqual([2, expect.stringContaining('yard login --context work')]);
      await yard(['login', '--token', 'yard_mine']);
      await yard(['login', '--token', 'yard_other', '--context', 'home']);
      expect((await yard(['whoami'])).stdout).toContain('bot at');
      expect((await yard(['whoami', '--context', 'home'])).stdout).toContain('other at');
      await yard(['context', 'use', 'home']);
      expect((await yard(['whoami'])).stdout).toContain('other at');
      expect((await yard(['context', 'list'])).stdout).toMatch(/\* {2}home .* yes\n {3}work .* yes\n/);
      // The environment wins, and a data directory that is named is meant.
      expect((await yard(['whoami'], platform.environment)).stdout).toContain('bot at');
      expect((await yard(['whoami', '--data', 'nowhere'])).code).toBe(3);
      expect((await yard(['whoami', '--context', 'local'])).code).toBe(3);
      expect((await yard(['context', 'remove', 'home'])).code).toBe(0);
      expect(JSON.parse((await yard(['context', 'list', '--json'])).stdout)).toEqual([
        { name: 'work', url: url(), current: false, signedIn: true },
      ]);
      expect((await yard(['context', 'use', 'local'])).code).toBe(0);
      expect((await yard(['context', 'show'])).stdout).toContain('data directory');
    } finally {
      await other.stop();
    }
  });

  it.each([
    [['add', 'Bad Name', 'http://127.0.0.1:1'], 'cannot be called'],
    [['add', 'local', 'http://127.0.0.1:1'], 'cannot be called'],
    [['add', '__proto__', 'http://127.0.0.1:1'], 'cannot be called'],
    [['add', 'work', 'ftp://example.com'], 'must be an address'],
    [['use', 'nowhere'], 'there is no context nowhere'],
    [['remove', 'constructor'], 'there is no context constructor'],
  ])('refuses %p', async (words, says) => {
    const { code, stderr } = await yard(['context', ...words]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });

  it('says what is wrong with a file that is not as yard writes it', async () => {
    await yard(['context', 'add', 'work', url()]);
    const { writeFile } = await import('node:fs/promises');
    for (const text of ['{', 'null', '{"contexts":{"work":7}}', '{"contexts":{"work":{"url":7}}}']) {
      await writeFile(place.path('config/switchyard/config.json'), text);
      const { code, stderr } = await yard(['context', 'list']);
      expect([text, code, stderr]).toEqual([text, 2, expect.stringContaining('config.json is not as yard writes it')]);
    }
  });
});
