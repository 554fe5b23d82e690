import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreateTokenAnswer, LinkAnswer, MeAnswer, SessionGrant } from '@switchyard/contracts';
import { yard } from './command.js';
import { House } from './house.js';

const password = 'correct horse battery';

describe('signing in', () => {
  let house: House;
  beforeAll(async () => (house = await House.start()));
  afterAll(() => house.stop());
  const send = (path: string, body: object, token?: string): Promise<Response> =>
    fetch(`${house.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
  const post = async <Answer>(path: string, body: object, token?: string): Promise<Answer> => {
    const response = await send(path, body, token);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const statusAs = async (token: string, path = '/api/sessions/me'): Promise<number> =>
    (await house.request(path, { headers: { authorization: `Bearer ${token}` } })).status;

  it('goes from the first link over tokens and refreshes to the end of the session', async () => {
    const [, platform = ''] = house.authorization.authorization.split(' ');
    const link = await post<LinkAnswer>('/api/sessions/first/link', {}, platform);
    const first = { code: link.code, login: 'ann', name: 'Ann', password, tokens: true };
    const owner = await post<SessionGrant>('/api/sessions/first', first);
    expect((await send('/api/sessions/first', { ...first, login: 'eve' })).status).toBe(404);
    expect((await send('/api/sessions/first/link', {}, platform)).status).toBe(409);
    const me = await house.json<MeAnswer>('/api/sessions/me', {
      headers: { authorization: `Bearer ${owner.accessToken}` },
    });
    expect(me).toMatchObject({ kind: 'user', login: 'ann', administrator: true });
    expect(await statusAs(owner.accessToken, '/api/ci/executions')).toBe(200);

    const made = await post<CreateTokenAnswer>(
      '/api/tokens',
      { name: 'ci', scopes: ['executions.read'] },
      owner.accessToken,
    );
    expect(await statusAs(made.token, '/api/ci/executions')).toBe(200);
    expect((await send('/api/ci/pipelines', { yaml: 'name: x' }, made.token)).status).toBe(403);

    const next = await post<SessionGrant>('/api/sessions/refresh', { refreshToken: owner.refreshToken });
    expect(await statusAs(next.accessToken)).toBe(200);
    await post('/api/sessions/logout', { refreshToken: next.refreshToken });
    expect((await send('/api/sessions/refresh', { refreshToken: next.refreshToken })).status).toBe(401);
    expect(await statusAs(next.accessToken)).toBe(401);

    const again = await post<SessionGrant>('/api/sessions/login', { login: 'ann', password, tokens: true });
    const revoked = await house.request(`/api/tokens/${made.view.id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${again.accessToken}` },
    });
    expect([revoked.status, await statusAs(made.token)]).toEqual([200, 401]);
  });

  it('is done by the command line, which keeps a token', async () => {
    const settings = await mkdtemp(join(tmpdir(), 'yard-settings-'));
    try {
      const environment = { YARD_URL: house.url, YARD_TOKEN: '', XDG_CONFIG_HOME: settings };
      const { code, stdout } = await yard(['login', '--user', 'ann'], {
        cwd: settings,
        environment,
        input: `${password}\n`,
      });
      expect([code, stdout]).toEqual([0, expect.stringContaining(`signed in to ${house.url} as Ann`)]);
      const listed = await yard(['tokens', 'list'], { cwd: settings, environment });
      expect([listed.code, listed.stdout]).toEqual([0, expect.stringContaining('yard on ')]);
    } finally {
      await rm(settings, { recursive: true, force: true });
    }
  });

  it('is done by the command line with a browser elsewhere, in which somebody confirms a code', async () => {
    const settings = await mkdtemp(join(tmpdir(), 'yard-settings-'));
    const browser = await post<SessionGrant>('/api/sessions/login', { login: 'ann', password, tokens: true });
    let confirmed: Promise<unknown> | undefined;
    const onNotes = (text: string) => {
      const [, code] = /device\?code=([A-Z]{4}-[A-Z]{4})/.exec(text) ?? [];
      if (code) confirmed ??= post('/api/sessions/device/confirm', { code }, browser.accessToken);
    };
    try {
      const environment = { YARD_URL: house.url, YARD_TOKEN: '', XDG_CONFIG_HOME: settings };
      const { code, stdout } = await yard(['login'], { cwd: settings, environment, onNotes });
      await confirmed;
      expect([code, stdout]).toEqual([0, expect.stringContaining(`signed in to ${house.url} as Ann`)]);
      const here = { XDG_CONFIG_HOME: settings };
      await yard(['context', 'add', 'house', house.url], { cwd: settings, environment: here });
      const me = await yard(['whoami'], { cwd: settings, environment: here });
      expect([me.code, me.stdout]).toEqual([0, expect.stringContaining('administrator of the platform')]);
      const out = await yard(['logout'], { cwd: settings, environment: here });
      expect([out.code, out.stdout]).toEqual([0, `signed out of ${house.url}\n`]);
    } finally {
      await rm(settings, { recursive: true, force: true });
    }
  });
});
