import { once } from 'node:events';
import { type EmbeddedStore, startEmbeddedStore } from './index.js';
import { RawClient } from './testing/raw-client.js';
import { temporaryDirectory } from './testing/temporary.js';
import { crc32c } from './wire/crc32c.js';
import { decode, encode } from './wire/bson.js';
import { writeMessage } from './wire/message.js';

/** A header and what follows it, with any length, flags and kind. */
const frame = (length: number, opcode: number, ...rest: Buffer[]): Buffer => {
  const header = Buffer.alloc(16);
  header.writeInt32LE(length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(opcode, 12);
  return Buffer.concat([header, ...rest]);
};
const int = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};
const ping = encode({ ping: 1, $db: 'admin' });

describe('clients that do not keep to the protocol', () => {
  const place = temporaryDirectory();
  let store: EmbeddedStore;

  beforeAll(async () => {
    store = await startEmbeddedStore({ directory: place.directory });
  });
  afterAll(async () => {
    await store.close();
    place.remove();
  });

  const connect = () => RawClient.connect(store.port);
  const expectAlive = async () => {
    const client = await connect();
    expect(await client.command({ ping: 1, $db: 'admin' })).toEqual({ ok: 1 });
    client.close();
  };

  it.each([
    ['a negative length', frame(-1, 2013)],
    ['a length below the header', frame(3, 2013)],
    ['a length of two gigabytes', frame(0x7fffffff, 2013)],
    ['text of another protocol', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a message without a body', frame(20, 2013, int(0))],
    ['an unknown section', frame(22 + ping.length, 2013, int(0), Buffer.from([9]), ping, Buffer.from([0]))],
    [
      'a document longer than its message',
      frame(16 + 4 + 1 + 5, 2013, int(0), Buffer.from([0]), int(999), Buffer.from([0])),
    ],
    ['a document sequence of no length', frame(16 + 4 + 1 + 8, 2013, int(0), Buffer.from([1]), int(0), int(0))],
    [
      'a document that is no BSON',
      frame(16 + 4 + 1 + 9, 2013, int(0), Buffer.from([0]), int(9), Buffer.from([1, 2, 3, 4, 5])),
    ],
    ['an unknown required flag', frame(21 + ping.length, 2013, int(4), Buffer.from([0]), ping)],
    ['a wrong checksum', frame(25 + ping.length, 2013, int(1), Buffer.from([0]), ping, int(12345))],
    ['an old query without an end', frame(30, 2004, int(0), Buffer.alloc(10, 65))],
  ])('cuts off %s and stays up', async (_, bytes) => {
    const client = await connect();
    client.socket.write(bytes);
    await client.ended();
    await expectAlive();
  });

  it('reads a message with a right checksum', async () => {
    const client = await connect();
    const whole = frame(25 + ping.length, 2013, int(1), Buffer.from([0]), ping);
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32c(whole));
    expect(decode((await client.exchange(Buffer.concat([whole, sum]))).bytes.subarray(21))).toEqual({ ok: 1 });
    client.close();
  });

  it('answers the old hello and refuses compressed messages politely', async () => {
    const client = await connect();
    const query = encode({ isMaster: 1, helloOk: true });
    const old = frame(
      16 + 4 + 11 + 8 + query.length,
      2004,
      int(0),
      Buffer.from('admin.$cmd\0'),
      int(0),
      int(-1),
      query,
    );
    expect(decode((await client.exchange(old)).bytes.subarray(36))).toMatchObject({ ismaster: true, helloOk: true });
    const refused = await client.exchange(frame(25, 2012, Buffer.alloc(9)));
    expect(decode(refused.bytes.subarray(21))).toMatchObject({ ok: 0, code: 352 });
    client.close();
  });

  it('puts a message together that arrives byte by byte', async () => {
    const client = await connect();
    client.socket.setNoDelay(true);
    const message = writeMessage(ping, 0);
    for (const byte of message.subarray(0, -1)) client.socket.write(Buffer.from([byte]));
    expect(decode((await client.exchange(message.subarray(-1))).bytes.subarray(21))).toEqual({ ok: 1 });
    client.close();
  });

  it('serves a new client beside 1,000 idle ones', async () => {
    const idle = await Promise.all(Array.from({ length: 1000 }, connect));
    await expectAlive();
    for (const client of idle) client.close();
  });

  it('stops reading from a client that never takes its answers', async () => {
    const filler = await connect();
    const documents = Array.from({ length: 8 }, (_, _id) => ({ _id, text: 'x'.repeat(1_000_000) }));
    await filler.command({ insert: 'big', documents, $db: 'd' });
    filler.close();
    const before = process.memoryUsage().rss;
    const deaf = await connect();
    deaf.socket.pause();
    const find = writeMessage(encode({ find: 'big', $db: 'd' }), 0);
    for (let asked = 0; asked < 200; asked++) deaf.socket.write(find);
    for (let other = 0; other < 20; other++) await expectAlive();
    // 200 answers of 8 MB were asked for; a few lie in buffers.
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000);
    deaf.close();
  });

  it('refuses a document beyond 16 MB and goes on', async () => {
    const client = await connect();
    const text = 'x'.repeat(16 * 1024 * 1024);
    const reply = await client.command({ insert: 'c', documents: [{ _id: 1, text }], $db: 'd' });
    expect(reply).toMatchObject({ n: 0, writeErrors: [{ code: 10334 }] });
    expect(await client.command({ ping: 1, $db: 'd' })).toEqual({ ok: 1 });
    client.close();
  });

  it('finishes a write whose client has gone', async () => {
    const client = await connect();
    client.socket.write(writeMessage(encode({ insert: 'gone', documents: [{ _id: 1 }], $db: 'd' }), 0));
    client.socket.end();
    await once(client.socket, 'close');
    const other = await connect();
    let stored: unknown = 0;
    while (stored === 0) stored = (await other.command({ count: 'gone', $db: 'd' }))['n'];
    expect(stored).toBe(1);
    other.close();
  });
});
