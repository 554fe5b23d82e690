import { lookup as resolve } from 'node:dns/promises';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { BlockList, isIP, isIPv4, type LookupFunction } from 'node:net';
import { Fault, type Millis, reasonOf } from '@switchyard/kernel';

/** For the whole of it, the look-up of the name included. */
const timeoutMs: Millis = 10_000;
/** Of an answer nothing is read but its status; so much may come before the connection is cut. */
const mostAnswerBytes = 65_536;

export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** What stands in for the network in tests. */
export type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

/**
 * Posts to addresses that people have written down. The name is looked up once, and the connection goes to an address
 * that was looked at, so that a name that changes meanwhile leads nowhere else. Redirects are not followed.
 */
export class PinnedPost {
  constructor(
    private readonly allowsPrivate: boolean,
    private readonly names: Resolve = host => resolve(host, { all: true, verbatim: true }),
    private readonly patienceMs: Millis = timeoutMs,
  ) {}

  /**
   * Resolves with a success of the other side.
   * @throws Fault with the host and the status in its message, and nothing else of the address
   */
  async send({ url: address, headers, body }: Post): Promise<void> {
    const url = new URL(address);
    const signal = AbortSignal.timeout(this.patienceMs);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const found = await inTime(this.addressesOf(host), signal).catch((cause: unknown) => {
      throw cause instanceof Fault ? cause : unreachable(host, cause);
    });
    const status = await post(url, { headers, body, found, signal }).catch((cause: unknown) => {
      throw unreachable(host, signal.aborted ? `no answer within ${this.patienceMs} ms` : cause);
    });
    if (status >= 200 && status < 300) return;
    throw refusedWith(host, status);
  }

  /** @throws Fault `private-address` when one of them is */
  private async addressesOf(host: string): Promise<{ address: string; family: number }[]> {
    const literal = isIP(host);
    const found = literal ? [{ address: host, family: literal }] : await this.names(host);
    const inner = found.find(({ address }) => !isPublic(address));
    if (inner && !this.allowsPrivate) throw privateAddress(host, inner.address);
    if (found.length === 0) throw new Error('the name has no address');
    return found;
  }
}

/** Networks that are not the public internet's (IANA special-purpose address registries, RFC 6890). */
const special: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
const closed = new BlockList();
for (const [network, bits] of special) closed.addSubnet(network, bits, 'ipv4');
const open = new BlockList();
open.addSubnet('2000::', 3, 'ipv6');
/** Of the public range: Teredo and others, documentation, and 6to4, which lead to IPv4 addresses within. */
const closed6 = new BlockList();
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed6.addSubnet(network, bits, 'ipv6');

/** Whether anybody on the internet could mean it; IPv4 in the clothes of IPv6 is not taken at all. */
export const isPublic = (address: string): boolean => {
  if (isIPv4(address)) return !closed.check(address, 'ipv4');
  const bare = address.split('%')[0] ?? '';
  return isIP(bare) === 6 && open.check(bare, 'ipv6') && !closed6.check(bare, 'ipv6');
};

const post = (
  url: URL,
  {
    headers,
    body,
    found,
    signal,
  }: Omit<Post, 'url'> & { found: { address: string; family: number }[]; signal: AbortSignal },
): Promise<number> =>
  new Promise((done, fail) => {
    const [first] = found;
    const lookup: LookupFunction = (_host, options, answer) => {
      if (options.all) answer(null, found);
      else answer(null, first?.address ?? '', first?.family);
    };
    const request = url.protocol === 'https:' ? requestTls : requestPlain;
    const length = String(Buffer.byteLength(body));
    const own = { 'user-agent': 'Switchyard', 'content-type': 'application/json', 'content-length': length };
    const sent = request(url, { method: 'POST', headers: { ...headers, ...own }, lookup, signal, agent: false });
    sent.on('error', fail);
    sent.on('response', response => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostAnswerBytes) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => done(response.statusCode ?? 0));
    });
    sent.end(body);
  });

const inTime = async <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> => {
  const late = new Promise<never>((_, fail) =>
    signal.addEventListener('abort', () => fail(new Error('the name was not found in time')), { once: true }),
  );
  return Promise.race([work, late]);
};

const privateAddress = (host: string, address: string) =>
  new Fault({
    code: 'private-address',
    message: `${host} is ${address}, which is no public address`,
    blame: 'policy',
    retry: false,
    suggestions: ['NOTIFY_PRIVATE_ADDRESSES=true lets the platform reach the networks it is in'],
  });

const unreachable = (host: string, cause: unknown) =>
  new Fault({
    code: 'not-reached',
    message: `${host} was not reached: ${typeof cause === 'string' ? cause : reasonOf(cause)}`.slice(0, 500),
    blame: 'user',
    retry: true,
    cause,
  });

/** Statuses of a moment: too slow, too early, too often, and what is broken over there. */
const mayHeal = (status: number) => status === 408 || status === 425 || status === 429 || status >= 500;

const refusedWith = (host: string, status: number) =>
  new Fault({
    code: 'refused-by-target',
    message:
      status >= 300 && status < 400
        ? `${host} answered with ${status}, a redirect, which is not followed`
        : `${host} answered with ${status}`,
    blame: 'user',
    retry: mayHeal(status),
  });
