import { isIP } from 'node:net';

/** Schemes of document-uri that are fetched; nothing that reads files or speaks another protocol. */
export const fetchSchemes = ['http', 'https'] as const;
type FetchScheme = (typeof fetchSchemes)[number];

/** Where a document may be fetched: a host as the administrator named it. */
export interface FetchPlace {
  readonly url: URL;
  /** The administrator has named an address or `localhost`, so that addresses of this machine are meant. */
  readonly named: 'address' | 'name';
}

export type PlaceOutcome =
  | { readonly kind: 'allowed'; readonly place: FetchPlace }
  | { readonly kind: 'scheme' }
  | { readonly kind: 'refused'; readonly why: string };

const defaultPorts: Readonly<Record<FetchScheme, string>> = { http: '80', https: '443' };
/** RFC 8011 §5.1.6. */
const uriOctetsMax = 1_023;

/** Whether a document-uri leads to one of the places that the administrator has named as `HOST` or `HOST:PORT`. */
export function allowedPlace(uri: string, allowedHosts: readonly string[]): PlaceOutcome {
  const scheme = fetchSchemes.find((known) => uri.toLowerCase().startsWith(`${known}:`));
  if (scheme === undefined) return { kind: 'scheme' };
  if (uri.length > uriOctetsMax || !URL.canParse(uri)) return { kind: 'refused', why: 'it is no URI' };
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') {
    return { kind: 'refused', why: 'user names and passwords do not belong in it' };
  }
  const port = url.port === '' ? defaultPorts[scheme] : url.port;
  const allowed = allowedHosts.map((host) => host.toLowerCase());
  // Without a port only the one of the scheme is meant: other ports of a host belong to other programs.
  const wanted = [`${url.hostname}:${port}`, ...(port === defaultPorts[scheme] ? [url.hostname] : [])];
  if (!wanted.some((each) => allowed.includes(each))) {
    return { kind: 'refused', why: `documents are not fetched from ${url.host}` };
  }
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  const isAddress = isIP(bare) !== 0 || bare === 'localhost';
  return { kind: 'allowed', place: { url, named: isAddress ? 'address' : 'name' } };
}
