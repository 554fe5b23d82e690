import type { DeviceAnswer, DeviceTokenAnswer, DeviceView } from '@switchyard/contracts';
import { password, platformToken, type SignInHouse, startSignIn } from './sign-in.story.js';

const device = '/api/sessions/device';
const name = 'yard on laptop';

describe('letting in a program without a browser', () => {
  let house: SignInHouse;
  let person: string;
  beforeEach(async () => {
    house = await startSignIn();
    person = (await house.owner()).accessToken;
  });
  afterEach(() => house.stop());
  const post = <Body = Record<string, unknown>>(path: string, body: unknown, token?: string) =>
    house.ask<Body>('POST', `${device}${path}`, { body, ...(token === undefined ? {} : { token }) });
  const begin = async (more: object = {}) => (await post<DeviceAnswer>('', { name, ...more })).body;
  const asks = (deviceCode: string) => post<DeviceTokenAnswer>('/token', { deviceCode });

  it('gives a token once somebody has confirmed, and only once', async () => {
    const { deviceCode, userCode, ...rest } = await begin({ days: 7 });
    expect(userCode).toMatch(/^[B-Z]{4}-[B-Z]{4}$/);
    expect(rest).toEqual({
      verificationUri: '/device',
      verificationUriComplete: `/device?code=${userCode}`,
      expiresIn: 600,
      interval: 5,
    });
    expect(await asks(deviceCode)).toMatchObject({ status: 400, code: 'authorization-pending' });
    const typed = userCode.toLowerCase().replace('-', '');
    const { body } = await house.ask<DeviceView>('GET', `${device}?code=${typed}`, { token: person });
    expect(body).toMatchObject({ name, days: 7, ip: '127.0.0.1' });
    expect((await post('/confirm', { code: typed }, person)).status).toBe(200);
    house.clock.pass(5_000);
    const answers = await Promise.all(Array.from({ length: 10 }, () => asks(deviceCode)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given).toHaveLength(1);
    const { token = '', user, view } = given[0]?.body ?? {};
    expect([user?.login, view?.kind, view?.name]).toEqual(['ann', 'personal', name]);
    expect((await house.ask('GET', '/api/sessions/me', { token })).body).toMatchObject({ administrator: true });
    house.clock.pass(60_000);
    expect(await asks(deviceCode)).toMatchObject({ status: 410, code: 'expired-token' });
    const kept = JSON.stringify([...house.stores.devices.rows.values(), ...house.stores.tokens.rows.values()]);
    for (const secret of [deviceCode, token, typed.toUpperCase()]) expect(kept).not.toContain(secret);
    const actions = (await house.records()).map(({ action }) => action);
    expect(actions.slice(-2)).toEqual(['device.confirmed', 'token.created']);
  });

  it('makes a program that asks too often wait longer each time, also when it was confirmed', async () => {
    const { deviceCode, userCode } = await begin();
    await asks(deviceCode);
    const early = await asks(deviceCode);
    expect([early.status, early.code, early.headers.get('retry-after')]).toEqual([429, 'slow-down', '10']);
    await post('/confirm', { code: userCode }, person);
    house.clock.pass(9_999);
    expect((await asks(deviceCode)).headers.get('retry-after')).toBe('15');
    house.clock.pass(15_000);
    expect((await asks(deviceCode)).status).toBe(200);
  });

  it('tells a program that was turned away, and lets nobody change their mind', async () => {
    const { deviceCode, userCode } = await begin();
    const verdicts = await Promise.all(['/deny', '/confirm'].map(path => post(path, { code: userCode }, person)));
    expect(verdicts.map(({ status }) => status).sort()).toEqual([200, 404]);
    const denied = await begin();
    await post('/deny', { code: denied.userCode }, person);
    expect(await asks(denied.deviceCode)).toMatchObject({ status: 403, code: 'access-denied' });
    expect((await post('/confirm', { code: userCode }, person)).code).toBe('no-device');
    expect([200, 403]).toContain((await asks(deviceCode)).status);
  });

  it('is over after ten minutes, for both', async () => {
    const { deviceCode, userCode } = await begin();
    house.clock.pass(600_000);
    expect((await post('/confirm', { code: userCode }, (await login()).accessToken)).code).toBe('no-device');
    expect((await asks(deviceCode)).code).toBe('expired-token');
  });
  const login = async () => {
    const body = { login: 'ann', password, tokens: true };
    return (await house.ask<{ accessToken: string }>('POST', '/api/sessions/login', { body })).body;
  };

  it('is confirmed by people in a session only, and never by a token or another site', async () => {
    const { userCode, deviceCode } = await begin();
    const { body } = await house.ask<{ token: string }>('POST', '/api/tokens', { token: person, body: { name: 'x' } });
    for (const token of [body.token, platformToken])
      expect((await post('/confirm', { code: userCode }, token)).code).toBe('people-only');
    expect((await post('/confirm', { code: userCode })).status).toBe(401);
    const elsewhere = { body: { code: userCode, name }, headers: { 'sec-fetch-site': 'cross-site' } };
    expect((await house.ask('POST', device, { ...elsewhere, body: { name } })).code).toBe('other-site');
    expect((await asks(deviceCode)).code).toBe('authorization-pending');
  });

  it('gives nothing to a user who was shut out meanwhile', async () => {
    const { userCode, deviceCode } = await begin();
    await post('/confirm', { code: userCode }, person);
    const [user] = [...house.stores.users.rows.values()];
    if (user) house.stores.users.rows.set(user.id, { ...user, disabled: true });
    expect((await asks(deviceCode)).code).toBe('access-denied');
  });

  it('counts wrong codes as guesses, and makes guessers wait', async () => {
    for (const code of ['BCDF-GHJK', 'nonsense'])
      expect((await post('/confirm', { code }, person)).code).toBe('no-device');
    expect(house.guessing.failures).toBe(2);
    const { userCode } = await begin();
    house.guessing.wait = 30_000;
    const early = await post('/confirm', { code: userCode }, person);
    expect([early.status, early.code, early.headers.get('retry-after')]).toEqual([429, 'too-many-tries', '30']);
  });

  it('lets twenty of one address wait, and no more until they are over', async () => {
    for (let n = 0; n < 20; n += 1) await begin();
    expect(await post('', { name })).toMatchObject({ status: 429, code: 'too-many-devices' });
    house.clock.pass(600_000);
    expect((await post('', { name })).status).toBe(200);
  });

  it.each([
    ['no name', {}],
    ['a name of two lines', { name: 'A\nB' }],
    ['a name that turns its letters around', { name: 'a\u202eb' }],
    ['a name that is an operator', { name: { $ne: '' } }],
    ['an endless name', { name: 'x'.repeat(100_000) }],
    ['a life of ten years', { name, days: 3_650 }],
    ['a scope that is none', { name, scopes: ['__proto__'] }],
    ['a field nobody knows', { name, administrator: true }],
  ])('refuses %s', async (_what, body) => {
    expect((await post('', body)).status).toBe(400);
    expect(house.stores.devices.rows.size).toBe(0);
  });
});
