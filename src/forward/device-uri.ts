import { pathToFileURL } from 'node:url';
import type { Device } from './device.ts';

/** Where a device is. `text` is the canonical form: equal texts are one device, and its jobs go one at a time. */
export type DeviceUri =
  | {
      readonly kind: 'ipp';
      readonly text: string;
      readonly tls: boolean;
      readonly host: string;
      readonly port: number;
      readonly path: string;
    }
  | { readonly kind: 'raw'; readonly text: string; readonly host: string; readonly port: number }
  | { readonly kind: 'file'; readonly text: string; readonly folder: string }
  /** A queue of CUPS, whose adapter brings the jobs to us: there is nothing to connect to. */
  | { readonly kind: 'cups'; readonly text: string }
  /** None: jobs wait until they are released at another printer. */
  | { readonly kind: 'release'; readonly text: string }
  /** No device: what a job would cost on that printer is told, and nothing is printed. */
  | { readonly kind: 'quote'; readonly text: string; readonly printer: string };

/** 631 is registered for both (RFC 8010 §4, RFC 7472 §4). */
const ippPort = 631;
/** No standard; what HP JetDirect began with and everyone copied. */
const rawPort = 9_100;

interface Scheme {
  readonly kind: Device['kind'];
  /** How one is written, for error messages. */
  readonly example: string;
}

type DeviceScheme = 'ipp' | 'ipps' | 'socket' | 'raw' | 'file' | 'cupspykota' | 'release' | 'quote';

/** Every scheme that a device may have. */
export const deviceSchemes: Readonly<Record<DeviceScheme, Scheme>> = {
  ipp: { kind: 'ipp', example: 'ipp://HOST/ipp/print' },
  ipps: { kind: 'ipp', example: 'ipps://HOST/ipp/print' },
  socket: { kind: 'raw', example: 'socket://HOST:9100' },
  raw: { kind: 'raw', example: 'raw://HOST:9100' },
  file: { kind: 'file', example: 'file:FOLDER/' },
  cupspykota: { kind: 'cups', example: 'cupspykota:' },
  release: { kind: 'release', example: 'release:' },
  quote: { kind: 'quote', example: 'quote:PRINTER' },
};

/**
 * Reads a device URI. undefined: a scheme that is not in `deviceSchemes`, a host or port that is none, a `file:` that
 * is not absolute, or parts that would be ignored (user, query, fragment): two spellings of one device must not pass
 * for two devices, and nothing an administrator writes is dropped silently.
 */
export function parseDeviceUri(text: string): DeviceUri | undefined {
  const match = /^([a-z]+):(.*)$/is.exec(text.trim());
  const scheme = (match?.[1] ?? '').toLowerCase();
  const rest = match?.[2] ?? '';
  switch (scheme) {
    case 'ipp':
    case 'ipps':
      return ippUri(rest, scheme);
    case 'socket':
    case 'raw':
      return rawUri(rest);
    case 'file':
      return fileUri(rest);
    case 'cupspykota':
      return rest === '' ? { kind: 'cups', text: 'cupspykota:' } : undefined;
    case 'release':
      return rest === '' ? { kind: 'release', text: 'release:' } : undefined;
    case 'quote':
      return rest === '' ? undefined : { kind: 'quote', text: `quote:${rest}`, printer: rest };
  }
  return undefined;
}

function ippUri(rest: string, scheme: 'ipp' | 'ipps'): DeviceUri | undefined {
  const place = networkPlace(rest);
  if (place === undefined) return undefined;
  const { host, port = ippPort, path } = place;
  return {
    kind: 'ipp',
    text: `${scheme}://${host}:${port}${path}`,
    tls: scheme === 'ipps',
    host,
    port,
    path,
  };
}

function rawUri(rest: string): DeviceUri | undefined {
  const place = networkPlace(rest);
  if (place?.path !== '/') return undefined;
  const { host, port = rawPort } = place;
  return { kind: 'raw', text: `socket://${host}:${port}`, host, port };
}

/**
 * `file:/plain path/` is taken as it stands; `file:///path` is a URL, so its percent signs are decoded (RFC 8089 §2).
 */
function fileUri(rest: string): DeviceUri | undefined {
  const path = rest.startsWith('//') ? urlPath(rest) : rest;
  if (path === undefined || !path.startsWith('/') || path.includes('\0')) return undefined;
  const folder = pathToFileURL(path.replace(/\/*$/, '/')).pathname;
  return { kind: 'file', text: `file://${folder}`, folder: decodeURIComponent(folder) };
}

function urlPath(rest: string): string | undefined {
  try {
    const url = new URL(`file:${rest}`);
    const plain = url.host === '' && url.search === '' && url.hash === '';
    return plain ? decodeURIComponent(url.pathname) : undefined;
  } catch {
    return undefined;
  }
}

interface NetworkPlace {
  readonly host: string;
  readonly port?: number;
  readonly path: string;
}

/** The port is read apart from the rest: as `http:` the URL parser would forget that 80 was written. */
const authority = /^\/\/([^/?#@:[\]]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(\/[^?#]*)?$/i;

function networkPlace(rest: string): NetworkPlace | undefined {
  const match = authority.exec(rest);
  if (match === null) return undefined;
  const [, name, port, path = '/'] = match;
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return undefined;
  try {
    const url = new URL(`http://${name ?? ''}${path}`);
    return { host: url.hostname, path: url.pathname, ...(port !== undefined && { port: Number(port) }) };
  } catch {
    return undefined;
  }
}
