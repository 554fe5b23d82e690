import { lookup as resolve } from 'node:dns/promises';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { Fault, type Millis, reasonOf } from '@switchyard/kernel';
import { isPublicAddress } from '@switchyard/kernel/sanity';

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
    const inner = found.find(({ address }) => !isPublicAddress(address));
    if (inner && !this.allowsPrivate) throw privateAddress(host, inner.address);
    if (found.length === 0) throw new Error('the name has no address');
    return found;
  }
}

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
