import { returnPathOf } from '../../domain/identity/return-path.js';
import { GithubProvider, OpenIdProvider } from '../../out/openid-providers.js';
import { FakeProvider, registered } from './provider.story.js';
import { type SignInHouse, startSignIn, type Told } from './sign-in.story.js';

const publicUrl = 'https://ci.example.org';
const [oidc, github] = ['/api/sessions/oidc/corp', '/api/sessions/oauth/github'];

describe('signing in elsewhere', () => {
  let provider: FakeProvider;
  let house: SignInHouse;
  let token: string;
  beforeAll(async () => {
    provider = new FakeProvider([`${publicUrl}${oidc}/callback`, `${publicUrl}${github}/callback`]);
    const url = await provider.start();
    const providers = [
      new OpenIdProvider({ name: 'corp', issuer: url, signUp: false, ...registered }),
      new OpenIdProvider({ name: 'other', issuer: url, signUp: true, ...registered }),
      new GithubProvider({ signUp: true, ...registered }, url),
    ];
    house = await startSignIn({ providers, publicUrl });
    token = (await house.owner()).accessToken;
  });
  afterAll(async () => {
    await house.stop();
    await provider.stop();
  });
  afterEach(() => {
    provider.mood = {};
  });

  const leave = (path: string, query = '') => house.ask('GET', `${path}${query}`);
  const arrive = (back: URL, cookies: string[]) => house.ask('GET', `${back.pathname}${back.search}`, { cookies });
  /** Goes there, agrees, and comes back. */
  const round = async (path: string, query = '', mend: (back: URL) => URL = back => back): Promise<Told> => {
    const left = await leave(path, query);
    return arrive(mend(provider.agree(left.headers.get('location') ?? '')), left.cookies);
  };
  const invitation = async () =>
    (await house.ask<{ code: string }>('POST', '/api/invitations', { token, body: {} })).body.code;

  it('needs an invitation the first time, and none from then on', async () => {
    expect((await round(oidc)).code).toBe('not-invited');
    const first = await round(oidc, `?invitation=${await invitation()}&return=%2Fexecutions`);
    expect([first.status, first.headers.get('location')]).toEqual([303, '/executions']);
    const again = await round(oidc);
    expect([again.status, again.headers.get('location')]).toEqual([303, '/']);
    const cookie = again.headers.getSetCookie().find(one => one.startsWith('yard_refresh='));
    expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
    expect(again.headers.getSetCookie().some(one => one.startsWith('__Host-yard_csrf='))).toBe(true);
    const me = await house.ask('GET', '/api/sessions/me', { cookies: again.cookies });
    expect(me.body).toMatchObject({ kind: 'user', name: 'Ben', administrator: false });
  });

  it('at GitHub knows people by their number, and gives a free login to each', async () => {
    const first = await round(github);
    const me = await house.ask('GET', '/api/sessions/me', { cookies: first.cookies });
    expect(me.body).toMatchObject({ name: 'Mona', login: expect.stringMatching(/^github-[0-9a-f]{16}$/) });
    expect((await house.ask('GET', '/api/sessions/me', { cookies: (await round(github)).cookies })).body['id']).toBe(
      me.body['id'],
    );
  });

  it('sends people to the provider with state, PKCE and the exact redirect', async () => {
    for (const path of [oidc, github]) {
      const { headers, cookies } = await leave(path);
      const { searchParams } = new URL(headers.get('location') ?? '');
      expect(searchParams.get('redirect_uri')).toBe(`${publicUrl}${path}/callback`);
      expect(searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
      expect(searchParams.get('state')).toMatch(/^[\w-]{43}$/);
      expect(cookies[0]).not.toContain(searchParams.get('state'));
    }
  });

  it('takes nothing of the request into the redirect', async () => {
    const { headers } = await house.ask('GET', oidc, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' },
    });
    expect(headers.get('location')).toContain(encodeURIComponent(`${publicUrl}${oidc}/callback`));
    expect(headers.get('location')).not.toContain('evil');
  });

  const set = (name: string, value: string) => (back: URL) => (back.searchParams.set(name, value), back);
  const drop = (name: string) => (back: URL) => (back.searchParams.delete(name), back);
  it.each<[string, (back: URL) => URL]>([
    ['no state', drop('state')],
    ['an empty state', set('state', '')],
    ['another state', set('state', 'A'.repeat(43))],
    ['a state of another case', back => set('state', (back.searchParams.get('state') ?? '').toUpperCase())(back)],
    ['a state that goes on', back => set('state', `${back.searchParams.get('state')}x`)(back)],
    ['a state that is cut', back => set('state', (back.searchParams.get('state') ?? '').slice(1))(back)],
    ['the state twice', back => (back.searchParams.append('state', back.searchParams.get('state') ?? ''), back)],
    ['two states', back => (back.searchParams.append('state', 'x'), back)],
    ['an operator as the state', back => (drop('state')(back), set('state[$ne]', '')(back))],
    ['a huge state', set('state', 'x'.repeat(8_000))],
    ['no code', drop('code')],
    ['another code', set('code', 'guessed')],
    ['an empty code', set('code', '')],
    ['a huge code', set('code', 'x'.repeat(8_000))],
    ['another issuer', set('iss', 'https://evil.example')],
    ['a refusal of the provider', back => (drop('code')(back), set('error', 'access_denied')(back))],
    ['a refusal with a script', back => (drop('code')(back), set('error', '<script>')(back))],
    ['a token in place of a code', back => (drop('code')(back), set('access_token', 'x')(back))],
    ['nothing at all', back => ((back.search = ''), back)],
    ['the callback of another provider', back => ((back.pathname = '/api/sessions/oidc/other/callback'), back)],
    ['the callback of GitHub', back => ((back.pathname = `${github}/callback`), back)],
    ['the callback of nobody', back => ((back.pathname = '/api/sessions/oidc/nobody/callback'), back)],
    ['GitHub as an OpenID provider', back => ((back.pathname = '/api/sessions/oidc/github/callback'), back)],
  ])('lets nobody in with %s', async (_what, mend) => {
    const { status, cookies } = await round(oidc, '', mend);
    expect([400, 404]).toContain(status);
    expect(cookies.filter(one => /^yard_(refresh|access)=./.test(one))).toEqual([]);
  });

  it.each<[string, (cookies: string[], others: string[]) => string[]]>([
    ['no cookie, as in another browser', () => []],
    ['the cookie of another sign-in', (_own, others) => others],
    ['a cookie of its own making', () => ['yard_flow=eyJzdGF0ZSI6IngifQ']],
    ['an empty cookie', () => ['yard_flow=']],
    ['a cookie that was changed', ([own = '']) => [`${own.slice(0, -2)}AA`]],
    ['two cookies', (own, others) => [...own, ...others]],
  ])('lets nobody in with %s', async (_what, pick) => {
    const [left, other] = [await leave(oidc), await leave(oidc)];
    const back = provider.agree(left.headers.get('location') ?? '');
    expect((await arrive(back, pick(left.cookies, other.cookies))).code).toBe('bad-state');
  });

  it('lets nobody in late, or twice with one code', async () => {
    const late = await leave(oidc);
    house.clock.pass(10 * 60_000);
    expect((await arrive(provider.agree(late.headers.get('location') ?? ''), late.cookies)).code).toBe('bad-state');
    const left = await leave(oidc);
    const back = provider.agree(left.headers.get('location') ?? '');
    expect((await arrive(back, left.cookies)).status).toBe(303);
    expect((await arrive(back, left.cookies)).code).toBe('sign-in-refused');
  });

  it.each([
    ['another nonce', { claims: { nonce: 'x' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['another issuer', { claims: { iss: 'https://evil.example' } }],
    ['an end in the past', { claims: { exp: 1 } }],
    ['no subject', { claims: { sub: undefined } }],
    ['the key of somebody else', { signedByOther: true }],
    ['no ID token', { noToken: true }],
  ])('believes no ID token with %s', async (_what, mood) => {
    Object.assign(provider.mood, mood);
    expect((await round(oidc)).code).toBe('sign-in-refused');
  });

  it('tells when the provider is down', async () => {
    const left = await leave(oidc);
    const back = provider.agree(left.headers.get('location') ?? '');
    provider.mood.down = true;
    const { status, code } = await arrive(back, left.cookies);
    expect([status, code]).toEqual([503, 'provider-unreachable']);
  });

  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'evil.example',
    '@evil.example',
    ' /executions',
    '/exec utions',
    '/\u0000',
    '/é',
    '',
    `/${'x'.repeat(600)}`,
    '/a\\b',
    'http:/evil.example',
    '/\r\nset-cookie: a=b',
    '?x',
    '#x',
    '.',
    '..',
    'file:///etc/passwd',
    '/\u2028',
    '/\uff0fevil.example',
  ];
  it('knows thirty wrong ways back', () => expect(elsewhere.length).toBeGreaterThanOrEqual(30));
  it.each(elsewhere)('goes nowhere else afterwards: %p', async wish => {
    expect(returnPathOf(wish)).toBeUndefined();
    expect((await leave(oidc, `?return=${encodeURIComponent(wish)}`)).code).toBe('bad-return');
  });
  it.each(['/', '/executions', '/executions?status=failed#x', '/a/../b'])('goes back to %p', wish => {
    expect(returnPathOf(wish)).toBe(wish === '/a/../b' ? '/b' : wish);
  });
});
