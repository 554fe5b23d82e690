import type { CreateTokenAnswer, SessionGrant } from '@switchyard/contracts';
import { TOTP } from 'otpauth';
import { OpenIdProvider } from '../../out/openid-providers.js';
import { FakeProvider, registered } from './provider.story.js';
import { password, platformToken, type SignInHouse, startSignIn } from './sign-in.story.js';

const publicUrl = 'https://ci.example.org';
const [corp, lab] = ['/api/sessions/oidc/corp', '/api/sessions/oidc/lab'];

let provider: FakeProvider;
let house: SignInHouse;
let ann: SessionGrant;
beforeAll(async () => {
  provider = new FakeProvider([corp, lab].map(path => `${publicUrl}${path}/callback`));
  const issuer = await provider.start();
  const providers = ['corp', 'lab'].map(name => new OpenIdProvider({ name, issuer, signUp: false, ...registered }));
  house = await startSignIn({ providers, publicUrl });
  ann = await house.owner();
});
afterAll(async () => {
  await house.stop();
  await provider.stop();
});

const login = async () =>
  (await house.ask<SessionGrant>('POST', '/api/sessions/login', { body: { login: 'ann', password, tokens: true } }))
    .body;
/** What the audit has since, by its action. */
const since = async (deed: () => Promise<unknown>) => {
  const before = (await house.records()).length;
  await deed();
  return (await house.records()).slice(before);
};
/** Somebody new, signed in with cookies. */
const newcomer = async (name: string) => {
  const invited = await house.ask<{ code: string }>('POST', '/api/invitations', { token: ann.accessToken, body: {} });
  const body = { code: invited.body.code, login: name, password };
  const { cookies, body: granted } = await house.ask<SessionGrant>('POST', '/api/sessions/first', { body });
  const csrf = /yard_csrf=(.*)/.exec(cookies.find(one => one.includes('yard_csrf=')) ?? '')?.[1] ?? '';
  return { cookies, csrf, granted };
};

describe('the audit of people', () => {
  it('begins with the link of the owner, who joins and signs in by it', async () => {
    const [made, joined, opened] = await house.records();
    expect([made, joined, opened]).toMatchObject([
      { action: 'invitation.made', by: { kind: 'platform' }, on: { kind: 'invitation' } },
      {
        action: 'user.joined',
        by: { id: ann.user.id },
        after: { login: 'ann', administrator: true },
        from: '127.0.0.1',
      },
      {
        action: 'session.opened',
        by: { id: ann.user.id },
        on: { kind: 'session', id: ann.session },
        after: { by: 'first' },
      },
    ]);
    for (const record of [made, joined, opened]) expect(record).not.toHaveProperty('project');
  });

  it.each([
    ['a wrong password', { login: 'ann', password: 'not the password' }, 'ann'],
    ['a login that nobody has', { login: 'hunter2-my-password', password: 'x' }, undefined],
  ])('has %s, and nothing of what was typed but a login that is there', async (_what, body, name) => {
    const [refused, ...more] = await since(() => house.ask('POST', '/api/sessions/login', { body }));
    expect(refused).toMatchObject({ action: 'session.refused', by: { kind: 'nobody' }, from: '127.0.0.1' });
    expect([refused?.on.name, more]).toEqual([name, []]);
    expect(JSON.stringify(refused)).not.toMatch(/hunter2|not the password/);
  });

  it('has sign-ins, sign-outs and sessions that are ended', async () => {
    const records = await since(async () => {
      const [one, other] = [await login(), await login()];
      await house.ask('POST', '/api/sessions/logout', { body: { refreshToken: one.refreshToken } });
      await house.ask('POST', '/api/sessions/logout', { body: { refreshToken: one.refreshToken } });
      await house.ask('DELETE', `/api/sessions/${other.session}`, { token: ann.accessToken });
    });
    expect(records.map(({ action }) => action)).toEqual([
      'session.opened',
      'session.opened',
      'session.closed',
      'session.revoked',
    ]);
    expect(records[2]?.on.id).toBe(records[0]?.on.id);
    expect(records[3]).toMatchObject({ by: { id: ann.user.id }, on: { kind: 'session', id: records[1]?.on.id } });
  });

  it('has the reuse of a refresh token, once', async () => {
    const { refreshToken, session } = await login();
    await house.ask('POST', '/api/sessions/refresh', { body: { refreshToken } });
    house.clock.pass(11_000);
    const records = await since(async () => {
      for (let n = 0; n < 3; n += 1) await house.ask('POST', '/api/sessions/refresh', { body: { refreshToken } });
    });
    expect(records).toMatchObject([
      { action: 'session.reused', on: { id: session, name: 'ann' }, by: { kind: 'nobody' } },
    ]);
  });

  it('has passwords and second factors, whose they are, and none of their secrets', async () => {
    const { cookies: _, granted } = await newcomer('ben');
    const { accessToken: token } = (
      await house.ask<SessionGrant>('POST', '/api/sessions/login', { body: { login: 'ben', password, tokens: true } })
    ).body;
    const secrets: string[] = [];
    const records = await since(async () => {
      const body = { current: password, next: 'another horse battery' };
      secrets.push(password, body.next);
      await house.ask('POST', '/api/sessions/password', { token, body });
      const offer = await house.ask<{ secret: string }>('POST', '/api/sessions/totp', { token });
      const totp = new TOTP({ secret: offer.body.secret });
      const code = () => totp.generate({ timestamp: house.clock.at });
      const on = await house.ask<{ recoveryCodes: string[] }>('POST', '/api/sessions/totp/confirm', {
        token,
        body: { code: code() },
      });
      secrets.push(offer.body.secret, ...on.body.recoveryCodes);
      house.clock.pass(60_000);
      await house.ask('POST', '/api/sessions/totp/remove', { token, body: { code: code() } });
    });
    expect(records.map(({ action }) => action)).toEqual(['password.changed', 'second-factor.on', 'second-factor.off']);
    for (const record of records)
      expect(record).toMatchObject({ by: { id: granted.user.id }, on: { kind: 'user', id: granted.user.id } });
    const text = JSON.stringify(records);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });

  it('has tokens that are made and revoked, and links, without what they are worth', async () => {
    let code = '';
    const { accessToken: token } = await login();
    let made: CreateTokenAnswer | undefined;
    const records = await since(async () => {
      made = (await house.ask<CreateTokenAnswer>('POST', '/api/tokens', { token, body: { name: 'laptop', days: 1 } }))
        .body;
      await house.ask('DELETE', `/api/tokens/${made.view.id}`, { token });
      const body = { administrator: true };
      code = (await house.ask<{ code: string }>('POST', '/api/invitations', { token, body })).body.code;
    });
    expect(records).toMatchObject([
      { action: 'token.created', on: { kind: 'token', id: made?.view.id } },
      { action: 'token.revoked', on: { kind: 'token', id: made?.view.id } },
      { action: 'invitation.made', by: { name: 'Ann' }, after: { asked: { administrator: true } } },
    ]);
    const text = JSON.stringify(records);
    for (const secret of [code, made?.token ?? '']) expect(text).not.toContain(secret);
  });

  it('is whole after all of this', async () => {
    const answer = await house.ask('GET', '/api/users', { token: platformToken });
    expect(answer.status).toBe(200);
    const seqs = (await house.records()).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
  });
});

describe('ways to sign in elsewhere', () => {
  type Browser = Awaited<ReturnType<typeof newcomer>>;
  const begin = (path: string, { cookies, csrf }: Browser) =>
    house.ask<{ location: string }>('POST', path, { cookies, headers: { 'yard-csrf': csrf }, body: {} });
  const finish = (location: string, cookies: string[]) => {
    const back = provider.agree(location);
    return house.ask('GET', `${back.pathname}${back.search}`, { cookies });
  };

  it('are added by who is signed in, one after the other, and sign in from then on', async () => {
    const browser = await newcomer('cara');
    for (const name of ['corp', 'lab']) {
      const begun = await begin(`/api/sessions/links/${name}`, browser);
      const records = await since(async () => {
        const done = await finish(begun.body.location, begun.cookies);
        expect([done.status, done.headers.get('location')]).toEqual([303, '/']);
        // Who was signed in stays so: no second session begins.
        expect(done.cookies.filter(one => one.startsWith('yard_refresh='))).toEqual([]);
      });
      expect(records).toMatchObject([
        { action: 'identity.linked', by: { id: browser.granted.user.id }, after: { provider: name } },
      ]);
    }
    const { cookies } = browser;
    expect((await house.ask('GET', '/api/sessions/links', { cookies })).body).toEqual({ providers: ['corp', 'lab'] });
    const left = await house.ask('GET', lab);
    const arrived = await finish(left.headers.get('location') ?? '', left.cookies);
    const me = await house.ask('GET', '/api/sessions/me', { cookies: arrived.cookies });
    expect(me.body).toMatchObject({ id: browser.granted.user.id, login: 'cara' });
  });

  it('are not somebody else’s as well', async () => {
    const begun = await begin('/api/sessions/links/corp', await newcomer('dan'));
    expect((await finish(begun.body.location, begun.cookies)).code).toBe('somebody-elses');
  });

  it('are added in the session that wished for it only, by a page of this site, and never by a token', async () => {
    const browser = await newcomer('eve');
    const path = '/api/sessions/links/corp';
    expect((await house.ask('POST', path, { cookies: browser.cookies, body: {} })).code).toBe('csrf');
    expect((await house.ask('GET', path, { cookies: browser.cookies })).status).toBe(404);
    expect((await house.ask('POST', path, { token: platformToken, body: {} })).code).toBe('people-only');
    const bad = await house.ask('POST', path, {
      ...browser,
      headers: { 'yard-csrf': browser.csrf },
      body: { return: '//evil.example' },
    });
    expect(bad.code).toBe('bad-return');
    const begun = await begin(path, browser);
    await house.ask('DELETE', `/api/sessions/${browser.granted.session}`, { token: browser.granted.accessToken });
    expect((await finish(begun.body.location, begun.cookies)).code).toBe('session-over');
  });

  it('are taken away, but not the last one of who has no password', async () => {
    const invited = await house.ask<{ code: string }>('POST', '/api/invitations', { token: ann.accessToken, body: {} });
    provider.mood = { claims: { sub: 'fay' } };
    const left = await house.ask('GET', `${corp}?invitation=${invited.body.code}`);
    const { cookies } = await finish(left.headers.get('location') ?? '', left.cookies);
    const csrf = /yard_csrf=(.*)/.exec(cookies.find(one => one.includes('yard_csrf=')) ?? '')?.[1] ?? '';
    const take = (name: string) =>
      house.ask('DELETE', `/api/sessions/links/${name}`, { cookies, headers: { 'yard-csrf': csrf } });
    expect([(await take('corp')).code, (await take('lab')).code]).toEqual(['last-way-in', 'unknown-link']);
    const begun = await begin('/api/sessions/links/lab', { cookies, csrf } as Browser);
    await finish(begun.body.location, begun.cookies);
    const records = await since(async () => expect((await take('corp')).status).toBe(200));
    expect(records).toMatchObject([{ action: 'identity.unlinked', on: { kind: 'user' }, after: { provider: 'corp' } }]);
    expect((await house.ask('GET', '/api/sessions/links', { cookies })).body).toEqual({ providers: ['lab'] });
  });
});
