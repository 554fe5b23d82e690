import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { uploadRoute } from '../multipart.js';
import { type Door, openDoor, raw, releaseSlow } from './limits.story.js';

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

  it('that are refused are read to the end, so that whoever sends them hears why', async () => {
    door = await openDoor();
    const send = async (type: string) => {
      const head = `POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: 9000000\r\n\r\n`;
      const socket = connect(door.port, '127.0.0.1');
      // Like many clients, it listens when it has said everything.
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.write(`${head}${'x'.repeat(9_000_000)}`, error => (error ? reject(error) : resolve()));
      });
      socket.end();
      return (await text(socket)).slice(0, 12);
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => [send('application/json'), send('image/png')]).flat(),
    );
    expect(answers).toEqual(answers.map((_, i) => (i % 2 === 0 ? 'HTTP/1.1 413' : 'HTTP/1.1 415')));
    const far = `POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99000000\r\n\r\n{`;
    const answer = await raw(door.port, far, { end: false });
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toMatch(/^connection: close\r$/im);
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
    expect(door.written).toEqual([]);
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
