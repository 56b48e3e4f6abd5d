import type { IppAttributes } from '../../ipp/index.ts';
import { only } from './checks.ts';

/** What a target URI leads to, before anyone looks whether it exists. */
export type Target =
  | { readonly kind: 'printer'; readonly name: string; readonly token?: string }
  | { readonly kind: 'job'; readonly id: number; readonly printer?: string; readonly token?: string }
  /** `/ipp/print`: the default printer. `/`: the server, whose default printer answers where one is needed. */
  | { readonly kind: 'default' | 'server' };

/** A target URI of a request; no target where it leads nowhere. */
interface TargetUri {
  readonly uri: string;
  readonly target: Target | undefined;
}

/** Where a request points, read once for all that ask; undefined where the attribute is not there or not one URI. */
export type TargetUris = Readonly<Record<'printer-uri' | 'job-uri', TargetUri | undefined>>;

export function targetUrisOf(operation: IppAttributes): TargetUris {
  return { 'printer-uri': uriIn(operation, 'printer-uri'), 'job-uri': uriIn(operation, 'job-uri') };
}

function uriIn(operation: IppAttributes, name: keyof TargetUris): TargetUri | undefined {
  const value = only(operation.get(name));
  return value?.syntax === 'uri' ? { uri: value.value, target: targetOf(value.value) } : undefined;
}

const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;
/** RFC 8011 §5.1.6: a uri has at most 1023 octets. */
const uriCharactersMax = 1_023;
/** Paths that clients try when a person typed only the host (Android tries /ipp/printer). */
const defaultPaths: ReadonlySet<string> = new Set(['/ipp', '/ipp/print', '/ipp/printer']);
const serverPaths: ReadonlySet<string> = new Set(['', '/', '/printers', '/jobs', '/admin']);
const printerPath = /^\/(?:ipp\/print|printers)\/([^/]+)$/;
const printerJobPath = /^\/(?:ipp\/print|printers)\/([^/]+)\/(\d{1,10})$/;
const jobPath = /^\/jobs\/(\d{1,10})$/;
/** The secret of a token URI: 24 random octets in base64url. */
const printerTokenPath = /^\/(?:ipp\/print|printers)\/([^/]+)\/([\w-]{32})$/;
const jobTokenPath = /^\/jobs\/(\d{1,10})\/([\w-]{32})$/;

/**
 * Reads a target URI by its path alone. Scheme, host and port are what the client believes: libcups writes port 631
 * whatever port it talks to, cups4j writes http and no port, and a proxy in between changes all three.
 */
export function targetOf(uri: string): Target | undefined {
  if (uri.length > uriCharactersMax) return undefined;
  const path = pathOf(uri);
  if (serverPaths.has(path)) return { kind: 'server' };
  if (defaultPaths.has(path)) return { kind: 'default' };
  const [, jobOnly] = jobPath.exec(path) ?? [];
  if (jobOnly !== undefined) return { kind: 'job', id: Number(jobOnly) };
  const [, jobPrinter, id] = printerJobPath.exec(path) ?? [];
  if (jobPrinter !== undefined)
    return named(jobPrinter, (printer) => ({ kind: 'job', id: Number(id), printer }));
  const [, printer] = printerPath.exec(path) ?? [];
  if (printer !== undefined) return named(printer, (name) => ({ kind: 'printer', name }));
  return tokenTarget(path);
}

function tokenTarget(path: string): Target | undefined {
  const [, job, jobToken] = jobTokenPath.exec(path) ?? [];
  if (job !== undefined && jobToken !== undefined) return { kind: 'job', id: Number(job), token: jobToken };
  const [, printer, token] = printerTokenPath.exec(path) ?? [];
  if (printer === undefined || token === undefined) return undefined;
  return named(printer, (name) => ({ kind: 'printer', name, token }));
}

/** A letter that is written as its octet is the same letter (RFC 3986 §6.2.2.2); nothing that would divide a path is undone. */
const encodedOctet = /%[0-9a-f]{2}/gi;
const unreserved = /[\w.~-]/;

function pathOf(uri: string): string {
  const path = uri.replace(authority, '').replace(encodedOctet, (encoded) => {
    const octet = String.fromCharCode(parseInt(encoded.slice(1), 16));
    return unreserved.test(octet) ? octet : encoded;
  });
  const end = path.search(/[?#]/);
  let length = end === -1 ? path.length : end;
  while (path.endsWith('/', length) && length > 0) length -= 1;
  return path.slice(0, length);
}

function named(encoded: string, target: (name: string) => Target): Target | undefined {
  try {
    return target(decodeURIComponent(encoded));
  } catch {
    return undefined;
  }
}
