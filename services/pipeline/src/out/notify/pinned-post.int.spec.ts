import { Fault } from '@switchyard/kernel';
import { isPublicAddress } from '@switchyard/kernel/sanity';
import { PinnedPost } from './pinned-post.js';
import { startReceiver } from './receivers.story.js';

const post = (url: string) => ({ url, headers: {}, body: '{}' });
const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Fault) return error;
  throw new Error(`no fault: ${String(error)}`);
};

describe('an address', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '192.167.1.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    address => expect(isPublicAddress(address)).toBe(true),
  );
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2001::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'localhost',
    '',
  ])('%s is not', address => expect(isPublicAddress(address)).toBe(false));
});

describe('a post to what people wrote down', () => {
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  beforeEach(async () => (receiver = await startReceiver()));
  afterEach(() => receiver.stop());

  it.each([
    ['its number', (port: number) => `http://127.0.0.1:${port}`],
    ['its number, written otherwise', (port: number) => `http://0x7f.1:${port}`],
    ['its number, in decimal', (port: number) => `http://2130706433:${port}`],
    ['its IPv6', (port: number) => `http://[::1]:${port}`],
    ['its IPv4 within IPv6', (port: number) => `http://[::ffff:127.0.0.1]:${port}`],
    ['its name', (port: number) => `http://localhost:${port}`],
    ['where clouds keep credentials', () => 'http://169.254.169.254/latest/meta-data'],
  ])('does not reach this machine by %s', async (_, addressOf) => {
    const fault = await faultOf(new PinnedPost(false).send(post(addressOf(receiver.port))));
    expect([fault.code, fault.retry]).toEqual(['private-address', false]);
    expect(receiver.received).toEqual([]);
  });

  it('does not reach this machine by a name that has a public address too', async () => {
    const names = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const fault = await faultOf(new PinnedPost(false, names).send(post(`http://two.example:${receiver.port}`)));
    expect(fault.message).toBe('two.example is 127.0.0.1, which is no public address');
  });

  it('looks a name up once, and connects to what it found', async () => {
    const asked: string[] = [];
    const names = async (host: string) => {
      asked.push(host);
      return [{ address: asked.length === 1 ? '127.0.0.1' : '127.0.0.99', family: 4 }];
    };
    await new PinnedPost(true, names).send(post(`http://rebinding.example:${receiver.port}/x`));
    expect(asked).toEqual(['rebinding.example']);
    expect(receiver.received).toMatchObject([{ path: '/x', headers: { host: `rebinding.example:${receiver.port}` } }]);
  });

  it.each([301, 302, 307, 308])('does not follow a redirect (%d)', async status => {
    const other = await startReceiver();
    Object.assign(receiver.answer, { status, headers: { location: other.url } });
    const fault = await faultOf(new PinnedPost(true).send(post(receiver.url)));
    expect([fault.retry, fault.message]).toEqual([
      false,
      `127.0.0.1 answered with ${status}, a redirect, which is not followed`,
    ]);
    expect(other.received).toEqual([]);
    await other.stop();
  });

  it.each([
    [400, false],
    [404, false],
    [410, false],
    [408, true],
    [429, true],
    [500, true],
    [503, true],
  ])('says of an answer with %d whether it may be tried again: %s', async (status, retry) => {
    receiver.answer.status = status;
    const fault = await faultOf(new PinnedPost(true).send(post(`${receiver.url}/secret?key=1`)));
    expect([fault.retry, fault.message]).toEqual([retry, `127.0.0.1 answered with ${status}`]);
  });

  it('waits for nobody for long, and reads little of a long answer', async () => {
    receiver.answer.body = 'x'.repeat(5_000_000);
    await new PinnedPost(true).send(post(receiver.url));
    receiver.answer.silent = true;
    const fault = await faultOf(new PinnedPost(true, undefined, 100).send(post(receiver.url)));
    expect([fault.retry, fault.message]).toEqual([true, '127.0.0.1 was not reached: no answer within 100 ms']);
    const slow = await faultOf(
      new PinnedPost(true, () => new Promise(() => undefined), 50).send(post('http://a.example')),
    );
    expect([slow.code, slow.retry]).toEqual(['not-reached', true]);
  });

  it('may be tried again where nobody is there', async () => {
    const { url } = receiver;
    await receiver.stop();
    const fault = await faultOf(new PinnedPost(true).send(post(url)));
    expect([fault.code, fault.retry]).toEqual(['not-reached', true]);
    receiver = await startReceiver();
  });
});
