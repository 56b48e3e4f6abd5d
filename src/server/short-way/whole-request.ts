import type { IncomingMessage } from 'node:http';
import { bodyAtIn } from '../http/end-of-head.ts';

/**
 * Where the body begins in octets of which the HTTP server has made this request; undefined unless they are the request from
 * its first octet to its last, so that nothing of another one is left in the parser, and HTTP asks nothing more of its answer
 * than to keep the connection.
 */
export function bodyStart(octets: Buffer, { httpVersion, headers }: IncomingMessage): number | undefined {
  const bodyAt = bodyAtIn(octets);
  if (httpVersion !== '1.1' || !/^(keep-alive)?$/i.test(headers.connection ?? '')) return undefined;
  if (oddities.some((name) => headers[name] !== undefined)) return undefined;
  const head = octets.toString('latin1', 0, bodyAt);
  // With a line end of another kind the parser may have seen the end of the head before this one (RFC 9112 §2.2).
  if (/[\r\n]/.test(head.replaceAll('\r\n', ''))) return undefined;
  return bodyAt + Number(headers['content-length']) === octets.length ? bodyAt : undefined;
}

const oddities = ['authorization', 'expect', 'trailer', 'transfer-encoding', 'upgrade'] as const;
