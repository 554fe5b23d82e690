import { Secret, TOTP } from 'otpauth';
import { password, platformToken, type SignInHouse, startSignIn } from './sign-in.story.js';

const sessions = '/api/sessions';

describe('signing in over HTTP', () => {
  let house: SignInHouse;
  beforeEach(async () => (house = await startSignIn()));
  afterEach(() => house.stop());
  const post = <Body = Record<string, unknown>>(
    path: string,
    body: unknown,
    more: { token?: string; cookies?: string[]; headers?: Record<string, string> } = {},
  ) => house.ask<Body>('POST', path, { body, ...more });
  const newcomer = { login: 'ann', name: 'Ann', password };
  const link = async () =>
    (await post<{ code: string }>(`${sessions}/first/link`, {}, { token: platformToken })).body.code;

  it('begins with a link that works once, for one of twenty at once', async () => {
    const code = await link();
    expect((await house.ask('GET', `${sessions}/first?code=${code}`)).body).toMatchObject({ administrator: true });
    const names = Array.from({ length: 20 }, (_, n) =>
      post(`${sessions}/first`, { ...newcomer, login: `ann${n}`, code }),
    );
    const answers = (await Promise.all(names)).map(({ status }) => status).sort();
    expect(answers).toEqual([201, ...Array.from({ length: 19 }, () => 404)]);
    expect(house.stores.users.rows.size).toBe(1);
    expect(JSON.stringify([...house.stores.invitations.rows.values()])).not.toContain(code);
    expect((await post(`${sessions}/first/link`, {}, { token: platformToken })).code).toBe('owner-known');
  });

  it('leads browsers from the link to the page where it is used, and uses nothing up', async () => {
    const code = await link();
    const look = (shown: string) =>
      fetch(`${house.url}${sessions}/first?code=${shown}`, {
        headers: { accept: 'text/html,*/*;q=0.8' },
        redirect: 'manual',
      });
    const [known, hostile] = await Promise.all([look(code), look('"%0d%0aset-cookie:a=b<script>')]);
    for (const answer of [known, hostile]) {
      expect(answer.status).toBe(303);
      expect(await answer.text()).toBe('');
      expect(answer.headers.get('set-cookie')).toBeNull();
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect(known.headers.get('location')).toBe(`/welcome?code=${code}`);
    expect(hostile.headers.get('location')).toBe('/welcome?code=%22%0D%0Aset-cookie%3Aa%3Db%3Cscript%3E');
    expect((await post(`${sessions}/first`, { ...newcomer, code })).status).toBe(201);
  });

  it('with a link is over after a day, and when a newer link was made', async () => {
    const [old, code] = [await link(), await link()];
    expect((await post(`${sessions}/first`, { ...newcomer, code: old })).code).toBe('no-link');
    house.clock.pass(86_400_000);
    expect((await post(`${sessions}/first`, { ...newcomer, code })).code).toBe('no-link');
  });

  it.each([
    ['a short password', { password: 'short' }],
    ['an endless password', { password: 'x1y2'.repeat(100) }],
    ['a password of one character', { password: 'aaaaaaaaaaaaaa' }],
    ['a login with a space', { login: 'an n' }],
    ['a login of signs', { login: '$ne' }],
    ['a login that is an operator', { login: { $ne: '' } }],
    ['a name of two lines', { name: 'A\nB' }],
    ['a code that is an operator', { code: { $ne: '' } }],
    ['a field nobody knows', { administrator: true }],
  ])('refuses %s, and the link can still be used', async (_what, more) => {
    const code = await link();
    expect((await post(`${sessions}/first`, { ...newcomer, code, ...more })).status).toBe(400);
    expect((await post(`${sessions}/first`, { ...newcomer, code })).status).toBe(201);
  });

  it('tells nobody whether it was the login or the password that is wrong', async () => {
    await house.owner();
    const wrong = await post(`${sessions}/login`, { login: 'ann', password: 'not the password' });
    const unknown = await post(`${sessions}/login`, { login: 'nobody', password: 'not the password' });
    expect([wrong.status, wrong.body['message']]).toEqual([401, unknown.body['message']]);
    expect(house.guessing.failures).toBe(2);
    house.guessing.wait = 30_000;
    const early = await post(`${sessions}/login`, { login: 'ann', password });
    expect([early.status, early.code]).toEqual([429, 'too-many-tries']);
  });

  it('gives browsers cookies that no script reads, and needs the header against forgery for changes by them', async () => {
    await house.owner();
    const { cookies, headers, body } = await post<{ refreshToken?: string }>(`${sessions}/login`, {
      login: 'Ann',
      password,
    });
    expect(body).not.toHaveProperty('refreshToken');
    const set = headers.getSetCookie();
    expect(set.find(one => one.startsWith('yard_refresh='))).toMatch(/Path=\/api\/sessions; HttpOnly; SameSite=Lax$/);
    expect(set.find(one => one.startsWith('yard_access='))).toMatch(/Path=\/api; HttpOnly; SameSite=Lax$/);
    expect((await house.ask('GET', `${sessions}/me`, { cookies })).body).toMatchObject({
      login: 'ann',
      administrator: true,
    });
    expect((await post('/api/tokens', { name: 'x' }, { cookies })).status).toBe(403);
    const csrf = cookies.find(one => one.startsWith('yard_csrf='))?.split('=')[1] ?? '';
    expect((await post('/api/tokens', { name: 'x' }, { cookies, headers: { 'yard-csrf': csrf } })).status).toBe(201);
  });

  it('refreshes by the cookie, signs out, and then knows nobody', async () => {
    await house.owner();
    const { cookies } = await post(`${sessions}/login`, { login: 'ann', password });
    const fresh = await post(`${sessions}/refresh`, {}, { cookies });
    expect([fresh.status, fresh.cookies.length]).toEqual([200, 3]);
    expect((await post(`${sessions}/refresh`, {}, { cookies })).code).toBe('refreshed-meanwhile');
    const out = await post(`${sessions}/logout`, {}, { cookies: fresh.cookies });
    expect(out.cookies).toContain('yard_refresh=');
    expect((await house.ask('GET', `${sessions}/me`, { cookies: fresh.cookies })).status).toBe(401);
    expect((await post(`${sessions}/refresh`, {}, { cookies: fresh.cookies })).code).toBe('session-over');
    expect((await post(`${sessions}/refresh`, {})).code).toBe('no-refresh-token');
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 401],
    [{}, 401],
  ])('is not begun or ended by pages of other sites: %p', async (headers, status) => {
    for (const route of ['login', 'refresh'])
      expect(
        (await post(`${sessions}/${route}`, route === 'login' ? { login: 'a', password: 'b' } : {}, { headers }))
          .status,
      ).toBe(status);
  });

  it('lists sessions, ends one, and changes the password, which ends the others', async () => {
    const { accessToken: token } = await house.owner();
    const other = await post<{ accessToken: string; session: string }>(`${sessions}/login`, {
      login: 'ann',
      password,
      tokens: true,
    });
    const listed = await house.ask<{ sessions: { id: string; current: boolean }[] }>('GET', sessions, { token });
    expect(listed.body.sessions.map(({ current }) => current)).toEqual([false, true]);
    expect((await house.ask('DELETE', `${sessions}/${other.body.session}`, { token })).status).toBe(200);
    expect((await house.ask('DELETE', `${sessions}/${other.body.session}`, { token })).status).toBe(404);
    expect((await house.ask('GET', `${sessions}/me`, { token: other.body.accessToken })).status).toBe(401);
    const third = await post<{ accessToken: string }>(`${sessions}/login`, { login: 'ann', password, tokens: true });
    const next = 'another horse, another battery';
    expect((await post(`${sessions}/password`, { current: 'wrong', next }, { token })).status).toBe(403);
    expect((await post(`${sessions}/password`, { current: password, next: 'short' }, { token })).status).toBe(400);
    expect((await post(`${sessions}/password`, { current: password, next }, { token })).status).toBe(200);
    expect((await house.ask('GET', `${sessions}/me`, { token: third.body.accessToken })).status).toBe(401);
    expect((await house.ask('GET', `${sessions}/me`, { token })).status).toBe(200);
    expect((await post(`${sessions}/login`, { login: 'ann', password })).status).toBe(401);
  });

  it('asks for the second factor once it is on', async () => {
    const { accessToken: token } = await house.owner();
    const { body: offer } = await post<{ secret: string }>(`${sessions}/totp`, {}, { token });
    const code = () => new TOTP({ secret: Secret.fromBase32(offer.secret) }).generate({ timestamp: house.clock.at });
    expect((await post(`${sessions}/totp/confirm`, { code: '000000' }, { token })).code).toBe('wrong-code');
    const { body } = await post<{ recoveryCodes: string[] }>(`${sessions}/totp/confirm`, { code: code() }, { token });
    const login = (more: object) => post(`${sessions}/login`, { login: 'ann', password, ...more });
    expect((await login({})).code).toBe('code-needed');
    expect((await login({ code: code() })).code).toBe('wrong-code');
    house.clock.pass(30_000);
    expect((await login({ code: code() })).status).toBe(200);
    expect((await login({ code: code() })).code).toBe('wrong-code');
    expect((await login({ code: body.recoveryCodes[0] })).status).toBe(200);
    expect((await login({ code: body.recoveryCodes[0] })).code).toBe('wrong-code');
  });

  it('invites others, who are no administrators, and shuts them out', async () => {
    const { accessToken: token, user } = await house.owner();
    const { body: invited } = await post<{ code: string }>('/api/invitations', {}, { token });
    const wish = { code: invited.code, login: 'ben', password, tokens: true };
    expect((await post(`${sessions}/first`, { ...wish, login: 'ann' })).code).toBe('login-taken');
    const { body: ben } = await post<{ accessToken: string; user: { id: string } }>(`${sessions}/first`, wish);
    for (const [method, path, body] of [
      ['GET', '/api/users', undefined],
      ['POST', '/api/invitations', {}],
      ['PATCH', `/api/users/${user.id}`, { disabled: true }],
    ] as const)
      expect((await house.ask(method, path, { token: ben.accessToken, body })).status).toBe(403);
    expect((await house.ask<{ users: unknown[] }>('GET', '/api/users', { token })).body.users).toHaveLength(2);
    expect((await house.ask('PATCH', `/api/users/${user.id}`, { token, body: { disabled: true } })).code).toBe(
      'yourself',
    );
    expect((await house.ask('PATCH', `/api/users/${ben.user.id}`, { token, body: { disabled: true } })).status).toBe(
      200,
    );
    expect((await house.ask('GET', `${sessions}/me`, { token: ben.accessToken })).status).toBe(401);
    expect((await post(`${sessions}/login`, { login: 'ben', password })).status).toBe(401);
  });

  it('shows tokens once, and lets nobody see those of others', async () => {
    const { accessToken: token } = await house.owner();
    const made = await post<{ token: string; view: { id: string } }>('/api/tokens', { name: 'ci', days: 7 }, { token });
    const listed = await house.ask('GET', '/api/tokens', { token });
    expect(JSON.stringify(listed.body)).not.toContain(made.body.token);
    expect((await house.ask('GET', `${sessions}/me`, { token: made.body.token })).body).toMatchObject({
      kind: 'token',
      name: 'ci',
    });
    for (const [method, path, body] of [
      ['GET', sessions, undefined],
      ['POST', `${sessions}/totp`, {}],
      ['POST', '/api/tokens', { name: 'x' }],
    ] as const)
      expect((await house.ask(method, path, { token: made.body.token, body })).status).toBe(403);
    const { body: invited } = await post<{ code: string }>('/api/invitations', {}, { token });
    const { body: ben } = await post<{ accessToken: string }>(`${sessions}/first`, {
      code: invited.code,
      login: 'ben',
      password,
      tokens: true,
    });
    expect((await house.ask('DELETE', `/api/tokens/${made.body.view.id}`, { token: ben.accessToken })).status).toBe(
      404,
    );
    expect((await house.ask('GET', '/api/tokens?project=alpha', { token: ben.accessToken })).status).toBe(404);
    expect((await house.ask('DELETE', `/api/tokens/${made.body.view.id}`, { token })).status).toBe(200);
    expect((await house.ask('GET', `${sessions}/me`, { token: made.body.token })).status).toBe(401);
  });

  it('publishes its keys', async () => {
    await house.owner();
    const { body, headers } = await house.ask<{ keys: object[] }>('GET', `${sessions}/jwks`);
    expect(body.keys).toHaveLength(1);
    expect(body.keys[0]).not.toHaveProperty('d');
    expect(headers.get('cache-control')).toBe('public, max-age=60');
  });
});
