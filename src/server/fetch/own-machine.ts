import { BlockList, isIPv6 } from 'node:net';

/**
 * Addresses at which a name from outside has no business: this machine, its link (where clouds answer with credentials at
 * 169.254.169.254), and what is no single host. Private networks are not among them: file servers live there.
 */
const forbidden = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  forbidden.addSubnet(net, bits, 'ipv4');
}
for (const [net, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  forbidden.addSubnet(net, bits, 'ipv6');
}

/** Addresses of IPv4 in the clothes of IPv6 are looked at too (RFC 4291 §2.5.5.2; BlockList does it by itself). */
export function isOwnMachine(address: string): boolean {
  return forbidden.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
