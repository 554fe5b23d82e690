import { cookieAttributes, cookieName } from './cookies.js';
import { type Door, MapCounting, openDoor } from './limits.story.js';

describe('the limits of requests', () => {
  let door: Door;
  afterEach(() => door.stop());
  const statuses = async (count: number, headers: Record<string, string>, path = '/hello') => {
    const all: number[] = [];
    for (let n = 0; n < count; n += 1) all.push((await fetch(`${door.url}${path}`, { headers })).status);
    return all;
  };
  const perMinute = { ip: 0, user: 0, token: 0, project: 0 };

  it.each([
    ['ip', { 'x-who': '' }, { 'x-who': 'user eve' }, 429],
    ['user', { 'x-who': 'user ann' }, { 'x-who': 'user bob' }, 200],
    ['token', { 'x-who': 'token t1' }, { 'x-who': 'token t2' }, 200],
    ['project', { 'x-who': 'user ann' }, { 'x-who': 'token t1' }, 429],
  ])('count each %s by itself', async (bucket, mine, other, others) => {
    door = await openDoor({ perMinute: { ...perMinute, [bucket]: 3 } });
    expect(await statuses(4, mine)).toEqual([200, 200, 200, 429]);
    expect(await statuses(1, other)).toEqual([others]);
  });

  it('count projects by what the request names', async () => {
    door = await openDoor({ perMinute: { ...perMinute, project: 2 } });
    const who = { 'x-who': 'user ann' };
    expect(await statuses(3, who, '/hello?project=shop')).toEqual([200, 200, 429]);
    expect(await statuses(1, who, '/hello?project=web')).toEqual([200]);
  });

  it('are told with the name of the limit, its value and when to come back', async () => {
    door = await openDoor({ perMinute: { ...perMinute, ip: 1 } });
    await statuses(1, {});
    const answer = await fetch(`${door.url}/hello`);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await answer.json()).toMatchObject({
      error: 'validation',
      code: 'too-many-requests',
      message: 'this ip has sent 2 requests in a minute, and 1 is the most (LIMIT_PER_IP)',
      details: {
        limit: { name: 'requests per minute and ip', most: 1, seen: 2 },
        requestId: expect.any(String) as string,
      },
      timestamp: expect.any(String) as string,
    });
  });

  it.each([
    [0, '203.0.113.1', '203.0.113.2', [200, 429]],
    [1, '203.0.113.1', '203.0.113.2', [200, 200]],
    // What stands left of the last hop that is trusted was written by the caller.
    [1, '1.1.1.1, 203.0.113.1', '2.2.2.2, 203.0.113.1', [200, 429]],
    [2, '203.0.113.1, 10.0.0.1', '203.0.113.2, 10.0.0.1', [200, 200]],
    [1, '2001:db8:1:2::1', '2001:db8:1:2:3:4:5:6', [200, 429]],
    [1, '2001:db8:1:2::1', '2001:db8:1:3::1', [200, 200]],
  ])('behind %i proxies believe no more than their words (%s, %s)', async (trustedProxies, one, two, expected) => {
    door = await openDoor({ trustedProxies, perMinute: { ...perMinute, ip: 1 } });
    const seen = [
      ...(await statuses(1, { 'x-forwarded-for': one })),
      ...(await statuses(1, { 'x-forwarded-for': two })),
    ];
    expect(seen).toEqual(expected);
  });

  it('are shared by replicas that count in one place', async () => {
    const counting = new MapCounting();
    const limits = { perMinute: { ...perMinute, ip: 2 } };
    const other = await openDoor(limits, counting);
    door = await openDoor(limits, counting);
    await fetch(`${other.url}/hello`);
    expect(await statuses(2, {})).toEqual([200, 429]);
    await other.stop();
  });
});

describe('what every answer says to browsers', () => {
  let door: Door;
  afterEach(() => door.stop());
  const headersOf = async (headers: Record<string, string> = {}, init: RequestInit = {}) => {
    const answer = await fetch(`${door.url}/hello`, { ...init, headers });
    const all = Object.fromEntries(answer.headers);
    const changing = ['date', 'x-request-id', 'yard-request-id', 'connection', 'keep-alive'];
    return Object.fromEntries(Object.entries(all).filter(([name]) => !changing.includes(name)));
  };
  const usual = {
    'cache-control': 'no-store',
    'content-length': '17',
    'content-security-policy': "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    'content-type': 'application/json; charset=utf-8',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-frame-options': 'DENY',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
  };

  it('is this, and nothing of other origins', async () => {
    door = await openDoor();
    expect(await headersOf({ origin: 'https://evil.example' })).toEqual(usual);
    expect(await headersOf({ 'x-forwarded-proto': 'https' })).toEqual(usual);
  });

  it('is to come by https only, where a trusted proxy says that it was used', async () => {
    door = await openDoor({ trustedProxies: 1 });
    expect(await headersOf({ 'x-forwarded-proto': 'https' })).toEqual({
      ...usual,
      'strict-transport-security': 'max-age=31536000',
    });
  });

  const cors = { origins: ['https://ci.example.org'], methods: ['GET', 'POST'], credentials: true };

  it('lets the origins that are named read, and no other', async () => {
    door = await openDoor({ cors });
    expect(await headersOf({ origin: 'https://ci.example.org' })).toMatchObject({
      'access-control-allow-origin': 'https://ci.example.org',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'etag, retry-after, x-request-id, yard-request-id',
      vary: expect.stringContaining('Origin') as string,
    });
    for (const origin of [
      'https://evil.example',
      'http://ci.example.org',
      'https://ci.example.org.evil.example',
      'null',
    ])
      expect(await headersOf({ origin })).not.toHaveProperty('access-control-allow-origin');
  });

  it('answers preflights with the methods that are named', async () => {
    door = await openDoor({ cors });
    const asked = { origin: 'https://ci.example.org', 'access-control-request-method': 'POST' };
    const answer = await fetch(`${door.url}/echo`, { method: 'OPTIONS', headers: asked });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(answer.headers.get('access-control-max-age')).toBe('600');
  });
});

describe('cookies', () => {
  it.each([
    [{ https: true }, { httpOnly: true, secure: true, sameSite: 'strict', path: '/' }, '__Host-s'],
    [{ https: false }, { httpOnly: true, secure: false, sameSite: 'strict', path: '/' }, 's'],
    [
      { https: true, path: '/api', maxAgeSeconds: 60, fromLinks: true },
      { httpOnly: true, secure: true, sameSite: 'lax', path: '/api', maxAge: 60 },
      's',
    ],
  ])('of %o are read by no script', (wish, attributes, name) => {
    expect(cookieAttributes(wish)).toEqual(attributes);
    expect(cookieName('s', wish)).toBe(name);
  });
});
