import { isIPv6 } from 'node:net';

/** unreserved, pct-encoded or sub-delims of RFC 3986; a name in UTF-8 has to come in its ASCII form. */
const registeredName = /^(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*$/i;
/**
 * The address in its brackets. A zone belongs to one machine alone and should not be sent; libcups writes it as a future
 * kind of address, `v1.fe80::1+eth0`, others behind `%` or `%25`.
 */
const bracketed = /^(?:([0-9a-f:.]+)(?:%[\w.~%-]+)?|v[0-9a-f]+\.[\w.~!$&'()*+,;=:-]+)$/i;
const parts = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/;

/** Host = uri-host [ ":" port ] (RFC 9110 §7.2); the host may be empty, and so may the port. */
export function isHostField(field: string): boolean {
  const [whole, literal, name = ''] = parts.exec(field) ?? [];
  if (whole === undefined) return false;
  if (literal === undefined) return registeredName.test(name);
  const [known, address] = bracketed.exec(literal) ?? [];
  return known !== undefined && (address === undefined || isIPv6(address));
}
