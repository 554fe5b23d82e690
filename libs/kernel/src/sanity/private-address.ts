import { BlockList, isIP } from 'node:net';

/** Networks that nobody reaches from the internet (RFC 1918, 3927, 4193, 4291, 5735, 6598). */
const inner: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
];
const inner6: readonly [string, number][] = [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
];
/** Others that are no host's of the internet: protocols, documentation, relays, benchmarks, multicast (RFC 6890). */
const special: readonly [string, number][] = [
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Of the public range 2000::/3: Teredo and others, documentation, and 6to4, which lead to IPv4 addresses within. */
const special6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const listOf = (...families: [readonly [string, number][], 'ipv4' | 'ipv6'][]): BlockList => {
  const list = new BlockList();
  for (const [networks, family] of families)
    for (const [network, prefix] of networks) list.addSubnet(network, prefix, family);
  return list;
};
const reserved = listOf([inner, 'ipv4'], [inner6, 'ipv6']);
const closed = listOf([[...inner, ...special], 'ipv4'], [special6, 'ipv6']);
const open6 = listOf([[['2000::', 3]], 'ipv6']);

/**
 * Whether an address is of this machine or of a network of its own: what goes there stays within. Of two ways to be wrong
 * this one says "no": what is neither within nor public counts as outside.
 * @param address IPv4 or IPv6, without brackets.
 */
export const isPrivateAddress = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const version = isIP(plain);
  return version !== 0 && reserved.check(plain, version === 4 ? 'ipv4' : 'ipv6');
};

/**
 * Whether anybody on the internet could mean an address: the stricter question, for what people have the platform connect
 * to. All that is special is refused, and IPv4 in the clothes of IPv6 is not taken at all.
 * @param address IPv4 or IPv6, without brackets.
 */
export const isPublicAddress = (address: string): boolean => {
  const bare = address.split('%')[0] ?? '';
  if (isIP(address) === 4) return !closed.check(address, 'ipv4');
  return isIP(bare) === 6 && open6.check(bare, 'ipv6') && !closed.check(bare, 'ipv6');
};

/** Names that only networks of their own know: those of one word, and of suffixes kept for that (RFC 6762, 8375, 6761). */
export const isPrivateName = (name: string): boolean =>
  !name.includes('.') || /\.(localhost|local|internal|home\.arpa|lan|svc|cluster\.local|test)\.?$/i.test(name);
