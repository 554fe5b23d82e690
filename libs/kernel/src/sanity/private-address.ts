import { BlockList, isIP } from 'node:net';

/** Networks that nobody reaches from the internet (RFC 1918, 3927, 4193, 4291, 5735, 6598). */
const networks: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['::', 127, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
];

const reserved = new BlockList();
for (const [network, prefix, family] of networks) reserved.addSubnet(network, prefix, family);

/** Whether an address is of this machine or of a network of its own. @param address IPv4 or IPv6, without brackets. */
export const isPrivateAddress = (address: string): boolean => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const version = isIP(plain);
  return version !== 0 && reserved.check(plain, version === 4 ? 'ipv4' : 'ipv6');
};

/** Names that only networks of their own know: those of one word, and of suffixes kept for that (RFC 6762, 8375, 6761). */
export const isPrivateName = (name: string): boolean =>
  !name.includes('.') || /\.(localhost|local|internal|home\.arpa|lan|svc|cluster\.local|test)\.?$/i.test(name);
