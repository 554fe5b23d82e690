import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:http2';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { id } from '../../app/follow.story.js';
import { authorization, type Door, openDoor, token } from './door.story.js';

const folder = mkdtempSync(join(tmpdir(), 'yard-tls-'));
const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
const made = spawnSync('openssl', [
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
  ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', files.key, '-out', files.cert],
]);
const withOpenssl = made.status === 0 ? describe : describe.skip;

withOpenssl('a gateway with a certificate', () => {
  let door: Door;
  let ca: Buffer;
  beforeAll(async () => {
    ca = readFileSync(files.cert);
    door = await openDoor(undefined, files);
    door.world.happen('execution.finished', { status: 'success' });
  });
  afterAll(async () => {
    await door.stop();
    rmSync(folder, { recursive: true });
  });

  it('speaks HTTP/2, also for streams', async () => {
    expect(door.url).toMatch(/^https:/);
    const session = connect(door.url, { ca });
    const ask = async (path: string) => {
      const stream = session.request({ ':path': path, ...authorization });
      const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
      return { status: headers[':status'], body: await text(stream) };
    };
    expect(await ask('/healthz')).toMatchObject({ status: 200 });
    expect(await ask('/api/nowhere')).toMatchObject({ status: 404, body: expect.stringContaining('"requestId"') });
    const { status, body } = await ask(`/api/ci/executions/${id}/stream?after=0`);
    expect([status, [...body.matchAll(/^event: (\w+)$/gm)].map(([, event]) => event)]).toEqual([200, ['event', 'end']]);
    session.close();
    await once(session, 'close');
  });

  it('speaks HTTP/1.1 with those who know no other', async () => {
    const [answer] = (await once(get(`${door.url}/healthz`, { ca, agent: false }), 'response')) as [IncomingMessage];
    expect([answer.statusCode, answer.httpVersion]).toEqual([200, '1.1']);
    answer.resume();
  });

  it('has WebSockets', async () => {
    const url = `${door.url.replace('https', 'wss')}/api/ci/executions/${id}/stream`;
    const [code] = (await once(new WebSocket(url, ['yard.v1', `bearer.${token}`], { ca }), 'close')) as [number];
    expect(code).toBe(1_000);
  });
});

it('a certificate that cannot be read is told by its file', () =>
  expect(openDoor(undefined, { cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' })).rejects.toMatchObject({
    code: 'bad-certificate',
    message: expect.stringContaining('/nowhere/cert.pem'),
  }));
