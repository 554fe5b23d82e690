import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { uploadRoute } from '../multipart.js';
import { cookieAttributes, cookieName } from './cookies.js';
import { type Door, MapCounting, openDoor, releaseSlow } from './limits.story.js';

/** Sends bytes as they are. @returns all that comes back until the other side ends. */
const raw = async (port: number, bytes: string | Buffer, { end = true } = {}): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes);
  if (end) socket.end();
  return text(socket);
};

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
    for (const name of ['date', 'x-request-id', 'connection', 'keep-alive']) delete all[name];
    return all;
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
      'access-control-expose-headers': 'etag, retry-after, x-request-id',
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

describe('bodies', () => {
  let door: Door;
  afterEach(() => door.stop());

  it('have 1 MB at most, declared or not', async () => {
    door = await openDoor();
    const post = (length: number) => {
      const body = JSON.stringify({ a: 'x'.repeat(length - 8) });
      return fetch(`${door.url}/echo`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    };
    expect((await post(1_048_576)).status).toBe(201);
    const answer = await post(1_048_577);
    expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'too-large', error: 'validation' }]);
    const head =
      'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';
    const chunk = `${(600_000).toString(16)}\r\n${'x'.repeat(600_000)}\r\n`;
    expect(await raw(door.port, `${head}${chunk}${chunk}0\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('that come too slowly are cut, and the sender hears why', async () => {
    door = await openDoor({ requestMs: 200 });
    const head = 'POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a"';
    const answer = await raw(door.port, head, { end: false });
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(answer).toContain('"code":"request-too-slow"');
    expect(await raw(door.port, 'GET /hello HTTP/1.1\r\nhost', { end: false })).toMatch(/^HTTP\/1.1 408 /);
    const form = `POST ${uploadRoute} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 999\r\n\r\n--b\r\n`;
    expect(await raw(door.port, form, { end: false })).toMatch(/^HTTP\/1.1 408 /);
    expect((await fetch(`${door.url}/hello`)).status).toBe(200);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['long headers', `GET /hello HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is told as any other mistake', async (_what, bytes, status) => {
    door = await openDoor();
    const answer = await raw(door.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = JSON.parse(answer.split('\r\n\r\n')[1] ?? '') as object;
    expect(Object.keys(body)).toEqual(['error', 'code', 'message', 'details', 'suggestions', 'timestamp']);
  });
});

const part = (headers: string, body = 'name: a\n') => `--b\r\n${headers}\r\n\r\n${body}\r\n`;
const file = 'content-disposition: form-data; name="pipeline"; filename="p.yaml"';
const whole = `${part(file)}--b--\r\n`;
/** A form of two parts, cut and spoilt at every few bytes, and mistakes of other kinds. */
const malformed: string[] = [
  ...Array.from({ length: 50 }, (_, n) => whole.slice(0, Math.floor(((n + 1) * (whole.length - 8)) / 51))),
  ...Array.from({ length: 30 }, (_, n) => {
    const at = Math.floor((n * 60) / 30);
    return `${whole.slice(0, at)}\0\r\n\r\r\n${whole.slice(at + 1)}`;
  }),
  part(file),
  `${part('content-disposition: form-data')}--b--`,
  `${part('content-disposition: form-data; name=""; filename=""')}--b--`,
  `${part(`content-disposition: form-data; name="${'n'.repeat(100_000)}"`)}--b--`,
  `${part(`${file}\r\nx: ${'y'.repeat(100_000)}`)}--b--`,
  `${part(Array.from({ length: 100 }, (_, n) => `x-${n}: y`).join('\r\n'))}--b--`,
  `${part('content-disposition: form-data; name="__proto__"')}--b--`,
  `${part('content-disposition: form-data; name="constructor"; filename="../../etc/passwd"')}--b--`,
  `${part(`${file}\r\ncontent-type: image/png`)}--b--`,
  `${part('content-disposition: form-data; name="pipeline"; filename="p.exe"')}--b--`,
  `${part(file, 'x'.repeat(300_000))}--b--`,
  `${part(`${file}\r\ncontent-transfer-encoding: base64`, '!!!!')}`,
  part(`${file}\r\ncontent-type: multipart/mixed; boundary=b`, whole),
  '--b--\r\n'.repeat(1_000),
  '--b\r\n'.repeat(1_000),
  part(file).repeat(200),
  '\r\n'.repeat(10_000),
  '--c\r\n\r\n--c--',
  '\uffff'.repeat(5_000),
  '--b\r\n\r\n\r\n--b',
];

describe('forms that are malformed', () => {
  it(`are refused or read, ${malformed.length} of them, and nothing of them is left`, async () => {
    expect(malformed.length).toBeGreaterThanOrEqual(100);
    const door = await openDoor();
    const before = readdirSync(tmpdir()).length;
    const seen = new Map<number, number>();
    for (const body of malformed) {
      const answer = await fetch(`${door.url}${uploadRoute}`, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body,
      });
      const told = (await answer.json()) as { message?: string; code?: string };
      if (answer.status >= 500) throw new Error(`${answer.status} ${JSON.stringify(told)} for ${body.slice(0, 200)}`);
      if (answer.status >= 400) expect(told).toMatchObject({ code: expect.any(String), message: expect.any(String) });
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual([201, 400, 413, 415]);
    // Most are no form at all.
    expect(seen.get(400)).toBeGreaterThan(50);
    expect(readdirSync(tmpdir()).length).toBeLessThanOrEqual(before);
    // Cut in the middle of everything that was announced.
    for (const share of [0, 0.3, 0.6, 0.9]) {
      const bytes = `POST ${uploadRoute} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 999\r\n\r\n${whole.slice(0, whole.length * share)}`;
      expect(await raw(door.port, bytes)).not.toMatch(/^HTTP\/1.1 [25]/);
    }
    const good = await fetch(`${door.url}${uploadRoute}`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: whole,
    });
    expect([good.status, await good.json()]).toEqual([201, { parts: [['pipeline', 8]] }]);
    await door.stop();
  });

  it.each([
    ['image/png', 'p.yaml', 415],
    ['text/html', 'p.yaml', 415],
    ['application/yaml', 'p.exe', 415],
    ['application/yaml', 'p.yaml.sh', 415],
    ['application/yaml', 'p.yaml', 201],
    ['application/octet-stream', 'ci/p.yml', 201],
    ['text/plain', 'p', 201],
  ])('or are %s called %s get %i', async (type, name, status) => {
    const door = await openDoor();
    const data = new FormData();
    data.append('pipeline', new Blob(['name: a\n'], { type }), name);
    const answer = await fetch(`${door.url}${uploadRoute}`, { method: 'POST', body: data });
    expect(answer.status).toBe(status);
    await door.stop();
  });

  it('end while they stream when they are larger than 10 MB, declared or not', async () => {
    const door = await openDoor();
    const socket = connect(door.port, '127.0.0.1');
    socket.on('error', () => undefined);
    const closed = new Promise(resolve => socket.once('close', resolve));
    const answered = text(socket).catch(() => '');
    let sent = 0;
    socket.write(
      `POST ${uploadRoute} HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const chunk = Buffer.alloc(262_144, 'x');
    socket.write(`${Buffer.byteLength(`--b\r\n${file}\r\n\r\n`).toString(16)}\r\n--b\r\n${file}\r\n\r\n\r\n`);
    while (!socket.destroyed && sent < 40 * 1_048_576) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      if (!socket.write('\r\n')) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
      sent += chunk.length;
    }
    await closed;
    // A sender that goes on sending may be cut before it reads why.
    expect(await answered).toMatch(/^$|^HTTP\/1.1 413 /);
    expect(sent).toBeLessThan(24 * 1_048_576);
    expect((await fetch(`${door.url}/hello`)).status).toBe(200);
    await door.stop();
  });
});

describe('a leave', () => {
  it('waits for what is being answered, and takes no new connection', async () => {
    const door = await openDoor();
    const answer = fetch(`${door.url}/slow`);
    await fetch(`${door.url}/hello`);
    const leaving = door.leave(30_000);
    await expect(
      new Promise((resolve, reject) => connect(door.port, '127.0.0.1').once('connect', resolve).once('error', reject)),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    releaseSlow();
    expect((await answer).status).toBe(200);
    await (await answer).json();
    await leaving;
    await door.stop();
  });

  it('waits no longer than it may', async () => {
    const door = await openDoor();
    const answer = fetch(`${door.url}/slow`).catch(() => undefined);
    await fetch(`${door.url}/hello`);
    await door.leave(50);
    releaseSlow();
    await answer;
    await door.stop();
  });
});
