import { readFile, stat } from 'node:fs/promises';
import { FakePlatform } from './fake-platform.story.js';
import { Place } from './yard.story.js';

const password = 'correct horse battery';
const user = { id: '01j00000000000000000000001', login: 'ann', name: 'Ann\u001b[2J' };
const grant = {
  session: 's',
  user,
  accessToken: 'access',
  tokenType: 'Bearer',
  expiresIn: 300,
  refreshToken: 'refresh',
};
const view = (more: object = {}) => ({
  id: '01j00000000000000000000002',
  kind: 'personal',
  name: 'laptop',
  createdAt: '2026-11-23T12:30:00.000Z',
  createdBy: 'Ann',
  expiresAt: '2099-01-01T00:00:00.000Z',
  ...more,
});
const made = { token: 'yard_made', view: view(), message: 'keep it: it is not shown again' };
const refused = (code: string) => ({ status: 403, json: { error: 'authorization', code, message: 'a token cannot' } });

let place: Place;
let platform: FakePlatform;
beforeEach(async () => {
  [place, platform] = await Promise.all([Place.make(), FakePlatform.start()]);
  platform.routes = {
    'POST /api/sessions/login': { json: grant },
    'POST /api/sessions/first': { status: 201, json: grant },
    'POST /api/sessions/logout': { json: { message: 'signed out' } },
    'POST /api/tokens': { status: 201, json: made },
    'GET /api/sessions/me': { json: { kind: 'token', id: 't', name: 'bot', administrator: false, projects: {} } },
  };
});
afterEach(async () => {
  await platform.stop();
  await place.leave();
});
const url = () => platform.environment['YARD_URL'] ?? '';
/** With a home of its own, so that what is kept is kept there. */
const yard = (words: string[], input?: string, environment = platform.environment) =>
  place.start(words, { ...environment, XDG_CONFIG_HOME: place.path('config') }, input).ended();
const kept = async () =>
  JSON.parse(await readFile(place.path('config/switchyard/credentials.json'), 'utf8')) as unknown;
const asked = () => platform.commands.map(({ method, path }) => `${method} ${path}`);
const bodyOf = (path: string) => platform.asked.find(one => one.path === path)?.body;

describe('yard login', () => {
  it('signs in, makes a token, signs out, and keeps the token for nobody else to read', async () => {
    const { code, stdout } = await yard(['login', '--user', 'ann', '--days', '30'], `${password}\n`);
    expect([code, asked()]).toEqual([0, ['POST /api/sessions/login', 'POST /api/tokens', 'POST /api/sessions/logout']]);
    expect(bodyOf('/api/sessions/login')).toMatchObject({ login: 'ann', password });
    expect(bodyOf('/api/tokens')).toMatchObject({ days: 30 });
    expect(JSON.stringify(await kept())).toContain('yard_made');
    expect((await stat(place.path('config/switchyard/credentials.json'))).mode & 0o777).toBe(0o600);
    expect(stdout).toContain(`signed in to ${url()} as Ann`);
    expect(stdout).not.toMatch(/\u001b\[2J|yard_made|correct horse/);
    const { YARD_URL = '' } = platform.environment;
    platform.routes['GET /api/tokens'] = { json: { tokens: [view()] } };
    const later = await yard(['tokens', 'list'], undefined, { YARD_URL });
    expect([later.code, later.stdout]).toEqual([0, expect.stringContaining('laptop')]);
  });

  it('comes by a link the first time, to the platform that the link names', async () => {
    const link = `${url()}/api/sessions/first?code=abc`;
    const { code } = await yard(['login', '--first', link, '--user', 'ann'], `${password}\n`, { YARD_TOKEN: '' });
    expect([code, bodyOf('/api/sessions/first')]).toEqual([
      0,
      expect.objectContaining({ code: 'abc', login: 'ann', password }),
    ]);
  });

  it('keeps a token that is there already, once the platform knows it', async () => {
    const { code, stdout } = await yard(['login', '--token', 'yard_mine']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('as bot')]);
    expect(JSON.stringify(await kept())).toContain('yard_mine');
  });

  it.each([
    ['a link that is none', ['--first', 'abc'], 'whole link'],
    ['a link without its code', ['--first', 'http://127.0.0.1:9/x', '--user', 'ann'], 'whole link'],
    ['a life of no days', ['--days', '0'], '1 to 366'],
  ])('refuses %s, before anybody is asked', async (_what, words, says) => {
    const { code, stderr } = await yard(['login', ...words], `${password}\n`);
    expect([code, asked()]).toEqual([2, []]);
    expect(stderr).toContain(says);
  });

  it('says what the platform says of a wrong password, keeps nothing, and shows no password', async () => {
    const json = {
      error: 'authentication',
      code: 'wrong-login',
      message: 'there is nobody with this login and password',
    };
    platform.routes['POST /api/sessions/login'] = { status: 401, json };
    const { code, stderr } = await yard(['login', '--user', 'ann'], `${password}\n`);
    expect(code).not.toBe(0);
    expect(stderr).toContain('there is nobody with this login and password');
    expect(stderr).not.toContain(password);
    await expect(kept()).rejects.toThrow();
  });
});

describe('yard tokens', () => {
  it('makes one of a service, shown once and alone on standard output', async () => {
    const words = ['--project', 'web', '--role', 'viewer', '--scope', 'executions.read', '--days', '7'];
    const { code, stdout } = await yard(['tokens', 'create', 'bot', ...words]);
    expect([code, stdout]).toEqual([0, 'yard_made\n']);
    const scopes = ['executions.read'];
    expect(bodyOf('/api/tokens')).toEqual({
      name: 'bot',
      days: 7,
      scopes,
      kind: 'service',
      project: 'web',
      role: 'viewer',
    });
  });

  it('makes one of somebody who signs in for it, and stays signed in nowhere', async () => {
    const { code, stdout } = await yard(['tokens', 'create', 'laptop', '--user', 'ann', '--code', '123456'], password);
    expect([code, stdout]).toEqual([0, 'yard_made\n']);
    expect(asked()).toEqual(['POST /api/sessions/login', 'POST /api/tokens', 'POST /api/sessions/logout']);
    expect(bodyOf('/api/sessions/login')).toMatchObject({ login: 'ann', code: '123456' });
    expect(bodyOf('/api/tokens')).toEqual({ name: 'laptop' });
  });

  it.each(['by-token', 'no-user'])('says how to make one of your own where a token asked (%s)', async code => {
    platform.routes['POST /api/tokens'] = refused(code);
    const ran = await yard(['tokens', 'create', 'laptop']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('a token of your own is made by signing in');
    expect(ran.stderr).toContain('yard tokens create laptop --user YOU');
    expect(ran.stderr).toContain('--project PROJECT --role ROLE');
  });

  it('is not of a service and of somebody at once', async () => {
    const { code, stderr } = await yard(['tokens', 'create', 'x', '--user', 'ann', '--project', 'web'], password);
    expect([code, asked()]).toEqual([2, []]);
    expect(stderr).toContain('either of a service');
  });

  it('lists those of a project, without codes for terminals', async () => {
    const tokens = [
      view({ kind: 'service', name: 'bot\u001b[2J', project: 'web', role: 'developer', scopes: ['executions.read'] }),
    ];
    platform.routes['GET /api/tokens?project=web'] = { json: { tokens } };
    const { code, stdout } = await yard(['tokens', 'list', '--project', 'web']);
    expect(code).toBe(0);
    for (const words of ['developer of web', 'executions.read', 'never']) expect(stdout).toContain(words);
    expect(stdout).not.toContain('\u001b[2J');
  });

  it('ends one', async () => {
    platform.routes[`DELETE /api/tokens/${view().id}`] = { json: { message: 'the token is of no use any more' } };
    const { code, stdout } = await yard(['tokens', 'revoke', view().id]);
    expect([code, stdout]).toEqual([0, 'the token is of no use any more\n']);
  });
});

describe('yard notifications list', () => {
  const notification = {
    id: 'n',
    at: '2026-11-23T12:30:00.000Z',
    pipelineName: 'web\u001b[2J',
    moment: 'failure',
    kind: 'slack',
    target: '#builds',
    state: 'dead',
    attempts: 8,
    reason: 'example.com answered with 500',
  };

  it('shows who was told, and why somebody was not', async () => {
    platform.routes = { 'GET /api/projects/shop/notifications/journal': { json: { notifications: [notification] } } };
    const { code, stdout } = await yard([
      'notifications',
      'list',
      '--project',
      'shop',
      '--state',
      'dead',
      '--limit',
      '5',
    ]);
    expect(code).toBe(0);
    for (const words of ['slack #builds', 'dead', '8', 'answered with 500']) expect(stdout).toContain(words);
    expect(stdout).not.toContain('\u001b[2J');
    const { searchParams } = new URL(platform.asked[0]?.path ?? '', url());
    expect(Object.fromEntries(searchParams)).toEqual({ state: 'dead', limit: '5' });
  });

  it('gives programs JSON, and says when there is nothing', async () => {
    platform.routes = {
      'GET /api/projects/default/notifications/journal': { json: { notifications: [notification] } },
    };
    expect(JSON.parse((await yard(['notifications', 'list', '--json'])).stdout)).toEqual([notification]);
    platform.routes = { 'GET /api/projects/default/notifications/journal': { json: { notifications: [] } } };
    expect((await yard(['notifications', 'list'])).stdout).toBe('nobody was to be told yet\n');
  });

  it('refuses a state that is none', async () => {
    const { code, stderr } = await yard(['notifications', 'list', '--state', 'lost']);
    expect([code, platform.asked]).toEqual([2, []]);
    expect(stderr).toContain('dead');
  });
});
