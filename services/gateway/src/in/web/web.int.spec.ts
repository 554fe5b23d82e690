import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { type Door, openDoor } from '../api/door.story.js';

const index = '<!doctype html><title>Switchyard</title><script type="module" src="/assets/index-1a2b.js"></script>';
const script = `console.log(${JSON.stringify('switchyard '.repeat(50))});`;
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const pages = [
  '/',
  '/executions',
  '/executions/01j00000000000000000000000?step=a.b&line=3',
  '/nowhere/at/all',
  '/apis',
];

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

describe('the web interface over HTTP', () => {
  let door: Door;
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yard-web-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), index);
    await writeFile(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, 'assets/index-1a2b.js'), script);
    await writeFile(join(folder, 'assets/index-1a2b.js.br'), brotliCompressSync(script));
    await writeFile(join(folder, 'assets/index-1a2b.js.gz'), gzipSync(script));
    door = await openDoor(undefined, undefined, { WEB_DIRECTORY: folder });
  });
  afterEach(async () => {
    await door.stop();
    await rm(folder, { recursive: true });
  });

  /** As it is sent: nothing is decompressed, followed or tidied up. */
  const ask = (path: string, headers: Record<string, string> = browser, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      const { hostname, port } = new URL(door.url);
      const asked = request({ hostname, port, path, method, headers }, response => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
        );
      });
      asked.on('error', reject);
      asked.end();
    });
  const codeOf = ({ body }: Answer) => (JSON.parse(body.toString()) as { code: string }).code;

  it.each(pages)('is one page for every address of a page: %s', async path => {
    const { status, headers, body } = await ask(path);
    expect([status, body.toString()]).toEqual([200, index]);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'content-length': String(index.length),
      vary: 'accept, accept-encoding',
    });
  });

  it('allows its page only what comes from here as files', async () => {
    const { headers } = await ask('/');
    const changing = ['date', 'x-request-id', 'yard-request-id', 'connection', 'keep-alive', 'etag', 'content-length'];
    expect(Object.fromEntries(Object.entries(headers).filter(([name]) => !changing.includes(name)))).toEqual({
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'origin-agent-cluster': '?1',
      'referrer-policy': 'no-referrer',
      vary: 'accept, accept-encoding',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
      'x-download-options': 'noopen',
      'x-frame-options': 'DENY',
      'x-permitted-cross-domain-policies': 'none',
      'x-xss-protection': '0',
    });
  });

  it('sends files that are named after their content once, and as short as the browser takes them', async () => {
    const path = '/assets/index-1a2b.js';
    const [plain, gzip, br] = await Promise.all([
      ask(path, {}),
      ask(path, { 'accept-encoding': 'gzip, deflate' }),
      ask(path, { 'accept-encoding': 'gzip, deflate, br;q=0.9, zstd' }),
    ]);
    expect([plain.headers['content-encoding'], plain.body.toString()]).toEqual([undefined, script]);
    expect([gzip.headers['content-encoding'], gzip.body.length < script.length]).toEqual(['gzip', true]);
    expect([br.headers['content-encoding'], brotliDecompressSync(br.body).toString()]).toEqual(['br', script]);
    expect(new Set([plain, gzip, br].map(({ headers }) => headers['etag'])).size).toBe(3);
    for (const { headers } of [plain, gzip, br])
      expect(headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
    expect((await ask(path, { 'accept-encoding': 'br;q=0, *;q=0' })).headers['content-encoding']).toBeUndefined();
  });

  it('sends nothing again that the browser has', async () => {
    const { headers } = await ask('/');
    const etag = String(headers['etag']);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await ask('/executions', { ...browser, 'if-none-match': known });
      expect([answer.status, answer.body.length, answer.headers['etag']]).toEqual([304, 0, etag]);
    }
    expect((await ask('/', { ...browser, 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('answers HEAD as GET, without the body', async () => {
    for (const path of ['/', '/executions', '/assets/index-1a2b.js', '/icon.svg']) {
      const [get, head] = await Promise.all([ask(path), ask(path, browser, 'HEAD')]);
      expect([head.status, head.body.length]).toEqual([200, 0]);
      for (const name of ['content-type', 'content-length', 'etag', 'cache-control', 'content-security-policy'])
        expect(head.headers[name]).toBe(get.headers[name]);
    }
  });

  it('stands before nothing of the API, whatever a browser asks there', async () => {
    for (const path of ['/api', '/api/', '/api/nothing', '/api/ci/nothing', '/assets/gone-9z.js', '/robots.txt'])
      expect(await ask(path).then(answer => [answer.status, answer.headers['content-type']])).toEqual([
        404,
        'application/json; charset=utf-8',
      ]);
    expect(codeOf(await ask('/api/ci/executions'))).toBe('no-token');
    expect((await ask('/healthz')).body.toString()).toContain('"status":"ok"');
    expect((await ask('/api/docs')).body.toString()).toContain('Switchyard API');
    expect((await ask('/executions', browser, 'POST')).status).toBe(404);
  });

  it('is not for programs, which read JSON at the same addresses', async () => {
    expect(JSON.parse((await ask('/', { accept: '*/*' })).body.toString())).toMatchObject({ name: 'switchyard' });
    expect((await ask('/executions', { accept: 'application/json' })).status).toBe(404);
  });

  it('never leads out of its folder', async () => {
    await writeFile(join(folder, '..', 'yard-web-secret.txt'), 'told to nobody');
    const hostile = [
      '..%2fyard-web-secret.txt',
      '../yard-web-secret.txt',
      '%2e%2e/yard-web-secret.txt',
      'assets/../../x',
    ];
    const more = ['assets/..%5c..%5cx', '%00', 'assets/%', '/etc/passwd', 'x'.repeat(5_000)];
    for (const path of [...hostile, ...more]) {
      const { status, body } = await ask(`/${path}`, {});
      expect([400, 404, 414]).toContain(status);
      expect(body.toString()).not.toContain('told to nobody');
    }
    await rm(join(folder, '..', 'yard-web-secret.txt'));
  });

  it('is the new one as soon as it was built anew', async () => {
    const before = await ask('/');
    const next = index.replace('1a2b', '3c4d');
    await writeFile(join(folder, 'index.html'), next);
    await utimes(join(folder, 'index.html'), 1_900_000_000, 1_900_000_000);
    await writeFile(join(folder, 'assets/index-3c4d.js'), 'new');
    const after = await ask('/');
    expect([after.body.toString(), after.headers['etag'] === before.headers['etag']]).toEqual([next, false]);
    expect((await ask('/assets/index-3c4d.js')).body.toString()).toBe('new');
  });

  it('says so where it was not built', async () => {
    await rm(join(folder, 'index.html'));
    const answer = await ask('/executions');
    expect([answer.status, codeOf(answer)]).toEqual([404, 'no-web-interface']);
    expect(answer.body.toString()).toContain('./yard --setup-only');
  });
});
