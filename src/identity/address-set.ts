import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** `10.0.0.7`, `10.0.0.0/24`, `2001:db8::/32`. */
const written = /^([^/]+)(?:\/(\d{1,3}))?$/;

/** Addresses and networks. */
export class AddressSet {
  readonly #list = new BlockList();
  #isEmpty = true;

  constructor(ranges: Iterable<string>) {
    for (const range of ranges) {
      this.#isEmpty = false;
      const [, address = '', bits] = written.exec(range) ?? [];
      const family = isIPv4(address) ? 'ipv4' : 'ipv6';
      if (bits === undefined) this.#list.addAddress(address, family);
      else this.#list.addSubnet(address, Number(bits), family);
    }
  }

  /** Also true for the IPv4 address of an IPv6 socket (::ffff:10.0.0.7, RFC 4291 §2.5.5.2). */
  has(address: string): boolean {
    // Asked for every request.
    if (this.#isEmpty) return false;
    if (isIPv4(address)) return this.#list.check(address, 'ipv4');
    return isIPv6(address) && this.#list.check(address, 'ipv6');
  }
}
