import type { IncomingMessage } from 'node:http';
import { isHostField } from './host-field.ts';

const ippMediaType = 'application/ipp';

/** Who answers a request, by what HTTP says of it. */
export type HttpVerdict =
  | { readonly kind: 'ipp' }
  | { readonly kind: 'web' }
  /** Asks what can be asked: CUPS does when it upgrades to TLS, and cannot go on behind an answer with a body. */
  | { readonly kind: 'options' }
  /** Refused without a look at the body: there is no IPP message to answer. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly message: string;
      /** What would have been taken, as header fields (RFC 9110 §15.5.16). */
      readonly fields?: Readonly<Record<string, string>>;
    };

/** POSTs of application/ipp are IPP, on whatever path; all else is for the web, but for POSTs that mean to be IPP. */
export function httpVerdict({ method, url, headers, rawHeaders, httpVersion }: IncomingMessage): HttpVerdict {
  // Node reads HTTP/0.9 and the request line of HTTP/2 too, and answers them as if they were these.
  if (httpVersion !== '1.1' && httpVersion !== '1.0') {
    return { kind: 'refused', status: 505, message: `HTTP/${httpVersion} is not spoken; HTTP/1.1 is` };
  }
  // Whoever stands between may have believed the other one (RFC 9112 §3.2).
  if (hasTwoHosts(rawHeaders)) {
    return { kind: 'refused', status: 400, message: 'there are two Host fields; expected one' };
  }
  // One that is missing in HTTP/1.1 is refused by Node.
  if (headers.host !== undefined && !isHostField(headers.host)) {
    return { kind: 'refused', status: 400, message: 'Host is no name or address with or without a port' };
  }
  const codings = headers['transfer-encoding'];
  const uncoded = codings === undefined ? undefined : refusedCodings(codings);
  if (uncoded !== undefined) return uncoded;
  if (method === 'OPTIONS') return { kind: 'options' };
  if (method !== 'POST') return { kind: 'web' };
  const mediaType = mediaTypeOf(headers['content-type']);
  if (mediaType !== ippMediaType) {
    if (url?.startsWith('/ipp') !== true) return { kind: 'web' };
    return mediaType === ''
      ? { kind: 'refused', status: 400, message: 'Content-Type is missing; expected application/ipp' }
      : {
          kind: 'refused',
          status: 415,
          message: `Content-Type is ${mediaType}; expected application/ipp`,
          fields: { Accept: ippMediaType },
        };
  }
  // A compressed message would be garbage to the reader; `compression` of IPP is for the document alone.
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  return coding === '' || coding === 'identity'
    ? { kind: 'ipp' }
    : {
        kind: 'refused',
        status: 415,
        message: `Content-Encoding is ${coding}; expected none`,
        fields: { 'Accept-Encoding': 'identity' },
      };
}

/**
 * `chunked` alone is undone by Node, which takes everything before it for nothing: the body would still be coded
 * (RFC 9112 §6.1: 501), and what is chunked twice is read otherwise by others (§7.1).
 */
function refusedCodings(field: string): Extract<HttpVerdict, { readonly kind: 'refused' }> | undefined {
  const codings = field
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '');
  if (codings.length === 1 && codings[0] === 'chunked') return undefined;
  const message = `Transfer-Encoding is ${codings.join(', ')}; expected chunked`;
  // Where chunked is not the last one nobody knows the end of the body (§6.3).
  const isFramed = codings.at(-1) === 'chunked' && codings.filter((each) => each === 'chunked').length === 1;
  return { kind: 'refused', status: isFramed ? 501 : 400, message };
}

/** Chunks in HTTP/1.0 may be framed otherwise for who stands between: nothing may come behind them (RFC 9112 §6.1). */
export function mustBeLast({ headers, httpVersion }: IncomingMessage): boolean {
  return httpVersion === '1.0' && headers['transfer-encoding'] !== undefined;
}

/** Names and values by turns. */
function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/** Media types are compared without case and parameters (RFC 9110 §8.3.1). */
function mediaTypeOf(field: string | undefined): string {
  if (field === ippMediaType) return field;
  return (field ?? '').split(';', 1).join().trim().toLowerCase();
}
