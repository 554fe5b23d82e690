import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { attemptOf, id } from '../../app/follow.story.js';
import { authorization, type Door, openDoor, token } from './door.story.js';

const path = `/api/ci/executions/${id}/stream`;

const gone = async (door: Door) => {
  const until = performance.now() + 5_000;
  while (door.world.listeners.size > 0 && performance.now() < until)
    await new Promise(resolve => setImmediate(resolve));
  return door.world.listeners.size === 0;
};

/** Asks by hand and then reads nothing at all. */
const deaf = async (door: Door, more = ''): Promise<Socket> => {
  const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(
    `GET ${path}?logs=true HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: ${authorization.authorization}\r\n${more}\r\n`,
  );
  return socket;
};
const asksForSocket =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n';

const following = async (door: Door, count = 1) => {
  while (door.world.listeners.size < count) await new Promise(resolve => setImmediate(resolve));
};

/** More than the buffers of any connection hold. */
const flood = (door: Door) => {
  const name = 'x'.repeat(1_000_000);
  for (let n = 0; n < 40; n += 1) {
    const event = door.world.happen('execution.paused', { name });
    for (const listener of door.world.listeners) listener.event(event);
  }
};

const opened = async (door: Door, query = '', protocols: string[] = ['yard.v1', `bearer.${token}`]) => {
  const socket = new WebSocket(`${door.url.replace('http', 'ws')}${path}${query}`, protocols);
  const messages: { event: string; id?: number; data: unknown }[] = [];
  socket.on('message', (bytes: Buffer) => messages.push(JSON.parse(bytes.toString()) as (typeof messages)[number]));
  socket.on('error', () => undefined);
  return { socket, messages };
};

describe('a stream', () => {
  let door: Door;
  beforeEach(async () => {
    door = await openDoor({ pingMs: 20, slowestMs: 150 });
    door.world.happen('execution.paused');
  });
  afterEach(() => door.stop());

  it('as a WebSocket has the same events, and ends with a normal close', async () => {
    const { socket, messages } = await opened(door);
    await once(socket, 'message');
    const event = door.world.happen('execution.finished', { status: 'success' });
    for (const listener of door.world.listeners) listener.event(event);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1_000);
    expect(socket.protocol).toBe('yard.v1');
    expect(messages.map(({ event: kind, id: number }) => [kind, number])).toEqual([
      ['execution', undefined],
      ['event', 2],
      ['end', undefined],
    ]);
    expect(await gone(door)).toBe(true);
  });

  it('as a WebSocket goes on after an event, with the output from a place in it', async () => {
    const attempt = attemptOf('one');
    door.world.happen('step.started', { attemptId: attempt });
    door.world.logs.set(attempt, '0123456789');
    door.world.ends.set(attempt, 10);
    door.world.happen('step.finished', { attemptId: attempt, logBytes: 10 });
    door.world.happen('execution.finished', { status: 'success' });
    const { socket, messages } = await opened(door, `?logs=true&after=3&from=${attempt}:6`);
    await once(socket, 'close');
    expect(messages.map(one => one.event)).toEqual(['log', 'event', 'end']);
    expect(messages[0]?.data).toMatchObject({ offset: 6, text: '6789' });
  });

  it.each([
    ['no token', [], 401],
    ['a wrong token', ['bearer.wrong'], 401],
  ])('as a WebSocket with %s is refused as any request is', async (_what, protocols, status) => {
    const { socket } = await opened(door, '', protocols);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(status);
  });

  it('takes no token from the address', async () => {
    const { socket } = await opened(door, `?access_token=${token}`, []);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    expect(response.statusCode).toBe(401);
  });

  it('answers an upgrade elsewhere as if it had not been asked for', async () => {
    const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    const [bytes] = (await once(socket, 'data')) as [Buffer];
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  it('as a WebSocket of a client that answers no ping is ended', async () => {
    const socket = await deaf(door, asksForSocket);
    await following(door);
    expect(await gone(door)).toBe(true);
    socket.destroy();
  });

  it.each([
    ['server-sent events', ''],
    ['a WebSocket', asksForSocket],
  ])('as %s is cut when its reader does not read, and leaves nothing behind', async (_what, more) => {
    await door.stop();
    door = await openDoor({ pingMs: 60_000, slowestMs: 150 });
    door.world.happen('execution.paused');
    const socket = await deaf(door, more);
    await following(door);
    flood(door);
    expect(await gone(door)).toBe(true);
    socket.destroy();
  });

  it('that was cut goes on after the last event its reader has', async () => {
    for (let n = 0; n < 5; n += 1) door.world.happen('execution.paused');
    door.world.happen('execution.finished', { status: 'success' });
    const answer = await fetch(`${door.url}${path}`, { headers: { ...authorization, 'last-event-id': '4' } });
    expect([...(await answer.text()).matchAll(/^id: (\d+)$/gm)].map(([, rev]) => Number(rev))).toEqual([5, 6, 7]);
  });

  it('says that it is there while nothing happens', async () => {
    const leave = new AbortController();
    const answer = await fetch(`${door.url}${path}`, { headers: authorization, signal: leave.signal });
    let text = '';
    for await (const bytes of answer.body ?? []) {
      text += Buffer.from(bytes).toString();
      if (text.includes(': ping')) break;
    }
    expect(text).toMatch(/^event: execution\n/);
  });

  it('ends when the gateway leaves, and says where to go on', async () => {
    const { socket } = await opened(door, '?after=0');
    await once(socket, 'message');
    const answer = await fetch(`${door.url}${path}`, { headers: authorization });
    const closed = once(socket, 'close') as Promise<[number, Buffer]>;
    await door.stop();
    expect(await answer.text()).toMatch(/^event: execution\n/);
    const [code, reason] = await closed;
    expect([code, reason.toString()]).toEqual([1_001, 'leaving: after=1']);
    expect(await gone(door)).toBe(true);
  });

  it('of 200 readers who come and go leaves no listener behind', async () => {
    for (let round = 0; round < 4; round += 1) {
      const leave = new AbortController();
      const readers = Array.from({ length: 50 }, () =>
        fetch(`${door.url}${path}`, { headers: authorization, signal: leave.signal }),
      );
      await Promise.all(readers);
      expect(door.world.listeners.size).toBe(50);
      leave.abort();
      expect(await gone(door)).toBe(true);
    }
  });
});
