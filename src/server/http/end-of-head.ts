/** What ends the header fields of HTTP (RFC 9112 §2.1), one character an octet. */
export const endOfHead = '\r\n\r\n';

/** Where the body of the first request or answer in these octets begins, which have the whole head. */
export function bodyAtIn(octets: Buffer): number {
  return octets.indexOf(endOfHead) + endOfHead.length;
}
