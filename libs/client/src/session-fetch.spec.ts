import { YardClient } from './yard-client.js';
import { csrfIn, sessionFetch } from './session-fetch.js';

const token = 'c'.repeat(43);
const fresh = { expiresIn: 300 };

interface Sent {
  method: string;
  path: string;
  csrf: string | null;
}

/** A platform and a browser: the access token counts until `end`, refreshing works as `refresh` says. */
const browserOf = ({ refresh = 200, freshUntil }: { refresh?: number; freshUntil?: number } = {}) => {
  const sent: Sent[] = [];
  const state = { counts: true, cookies: `a=b; yard_csrf=${token}`, overs: 0, freshUntil };
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    const path = String(input).replace('http://platform', '');
    sent.push({ method: init.method ?? 'GET', path, csrf: new Headers(init.headers).get('yard-csrf') });
    if (path === '/api/sessions/refresh') {
      await Promise.resolve();
      if (refresh === 200 || refresh === 409) state.counts = true;
      return Response.json(refresh === 200 ? fresh : { code: 'refused', message: 'no' }, { status: refresh });
    }
    if (path === '/api/sessions/login') return Response.json({ code: 'wrong-login', message: 'no' }, { status: 401 });
    if (path.endsWith('/totp/confirm')) return Response.json({ code: 'wrong-code', message: 'no' }, { status: 401 });
    if (!state.counts) return Response.json({ code: 'wrong-token', message: 'no' }, { status: 401 });
    return Response.json({ name: 'Ann' });
  };
  const client = new YardClient({
    url: 'http://platform',
    fetch: sessionFetch({
      fetch,
      cookies: () => state.cookies,
      freshUntil: { get: () => state.freshUntil, set: time => (state.freshUntil = time) },
      onOver: () => (state.overs += 1),
    }),
  });
  return { client, sent, state };
};

describe('a session of a browser', () => {
  it('sends no token, and the header with changes only', async () => {
    const { client, sent } = browserOf();
    await client.identity.me();
    await client.projects.create({ id: 'web' });
    expect(sent).toEqual([
      { method: 'GET', path: '/api/sessions/me', csrf: null },
      { method: 'POST', path: '/api/projects', csrf: token },
    ]);
  });

  it('is refreshed once for all requests that find it ended, and they are sent again', async () => {
    const { client, sent, state } = browserOf();
    state.counts = false;
    const all = await Promise.all([client.identity.me(), client.identity.me(), client.identity.me()]);
    expect(all).toEqual([{ name: 'Ann' }, { name: 'Ann' }, { name: 'Ann' }]);
    expect(sent.filter(({ path }) => path === '/api/sessions/refresh')).toHaveLength(1);
    expect(state.overs).toBe(0);
    expect(state.freshUntil).toBeGreaterThan(Date.now() + 290_000);
  });

  it('is refreshed before its end, so that no request finds it ended', async () => {
    const { client, sent } = browserOf({ freshUntil: Date.now() + 5_000 });
    await client.identity.me();
    await client.identity.me();
    expect(sent.map(({ path }) => path)).toEqual(['/api/sessions/refresh', '/api/sessions/me', '/api/sessions/me']);
  });

  it('goes on where another tab has refreshed it', async () => {
    const { client, state } = browserOf({ refresh: 409 });
    state.counts = false;
    expect(await client.identity.me()).toEqual({ name: 'Ann' });
    expect(state.overs).toBe(0);
  });

  it('is over when it cannot be refreshed, or there is none', async () => {
    const ended = browserOf({ refresh: 401 });
    ended.state.counts = false;
    await expect(ended.client.identity.me()).rejects.toMatchObject({ status: 401 });
    expect(ended.state.overs).toBe(1);
    const none = browserOf();
    Object.assign(none.state, { counts: false, cookies: '' });
    await expect(none.client.identity.me()).rejects.toMatchObject({ status: 401 });
    expect([none.state.overs, none.sent.length]).toEqual([1, 1]);
  });

  it('is not over because the platform is away for a moment', async () => {
    const { client, state } = browserOf({ refresh: 503 });
    state.counts = false;
    await expect(client.identity.me()).rejects.toMatchObject({ status: 503, mayHeal: true });
    expect(state.overs).toBe(0);
  });

  it('has nothing to do with a password or a code that is wrong', async () => {
    const { client, sent, state } = browserOf();
    await expect(client.identity.signIn({ login: 'ann', password: 'x' })).rejects.toMatchObject({
      code: 'wrong-login',
    });
    await expect(client.identity.confirmTotp('123456')).rejects.toMatchObject({ code: 'wrong-code' });
    expect([sent.length, state.overs]).toEqual([2, 0]);
  });

  it.each([
    [`yard_csrf=${token}`, token],
    [`__Host-yard_csrf=${token}; yard_csrf=of-a-neighbour`, token],
    ['yard_csrf=; other=1', undefined],
    ['', undefined],
  ])('is seen by its cookie: %s', (cookies, found) => expect(csrfIn(cookies)).toBe(found));
});
