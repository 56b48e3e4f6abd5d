import type { IncomingMessage } from 'node:http';
import { endOfHead } from '../http/end-of-head.ts';

/** Fields that ask for another protocol (RFC 9110 §7.8, RFC 7540 §3.2.1). */
const upgradeFields: ReadonlySet<string> = new Set(['connection', 'upgrade', 'http2-settings']);

/**
 * The head of a request as it came, without the wish to change the protocol. Node takes a connection out of HTTP as soon
 * as a client asks for that; with these octets put back in front, the request is served like any other.
 */
export function headWithoutUpgrade(request: IncomingMessage): Buffer {
  const { method = 'GET', url = '/', httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!upgradeFields.has(name.toLowerCase())) lines.push(`${name}: ${value}`);
  }
  if (closes(request)) lines.push('Connection: close');
  return Buffer.from(`${lines.join('\r\n')}${endOfHead}`, 'latin1');
}

function closes({ headers }: IncomingMessage): boolean {
  return /(^|,)\s*close\s*(,|$)/i.test(headers.connection ?? '');
}

/**
 * Whether a request asks for TLS on this connection (RFC 2817 §3): `Upgrade: TLS/1.2,TLS/1.1` and the like. In HTTP/1.0 the
 * field has to be ignored (RFC 9110 §7.8).
 */
export function asksForTls({ headers, httpVersion }: IncomingMessage): boolean {
  return httpVersion !== '1.0' && /(^|,)\s*TLS\/\d/i.test(headers.upgrade ?? '');
}
