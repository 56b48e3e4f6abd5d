import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/**
 * The schemes that forward/ has devices for. The list is said again here because configuration is read below it and a
 * wrong device must be told at its line, with all other problems, and not when the printer is made.
 * test/contracts/device-uris.test.ts holds the two together.
 */
export const deviceSchemes = [
  'ipp',
  'ipps',
  'socket',
  'raw',
  'file',
  'cupspykota',
  'release',
  'quote',
] as const;

export const deviceUri: z.ZodType<string, string> = z.string().refine(isDeviceUri).meta({
  expected:
    'a URI such as ipp://HOST/ipp/print, ipps://HOST/ipp/print, socket://HOST:9100, raw://HOST:9100, file:FOLDER/, cupspykota:, release: or quote:PRINTER',
});

/** Host, port and path; nothing that would be ignored later: no user, query or fragment. */
const network = /^[a-z]+:\/\/([^/?#@:[\]]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?(\/[^?#]*)?$/i;

function isDeviceUri(text: string): boolean {
  const scheme = schemeOf(text);
  if (scheme === 'file') return filePathOf(text) !== undefined;
  if (scheme === 'cupspykota' || scheme === 'release') return text.length === scheme.length + 1;
  if (scheme === 'quote') return text.length > 'quote:'.length;
  if (scheme === undefined || !deviceSchemes.some((known) => known === scheme)) return false;
  const [whole, host, port, path = '/'] = network.exec(text) ?? [];
  if (whole === undefined || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)))
    return false;
  // Bytes over TCP have no path to go to.
  if ((scheme === 'socket' || scheme === 'raw') && path !== '/') return false;
  return URL.canParse(`http://${host ?? ''}${path}`);
}

export function schemeOf(text: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
}

/**
 * The path of `file:PATH`, which is taken as it stands, or of `file:///PATH`, which is a URL and so decoded (RFC 8089 §2).
 * undefined when it names another host or nothing.
 */
export function filePathOf(uri: string): string | undefined {
  const path = uri.slice('file:'.length);
  if (path.startsWith('//')) return urlPath(uri);
  return path === '' || path.includes('\0') ? undefined : path;
}

function urlPath(uri: string): string | undefined {
  try {
    const url = new URL(uri);
    const isPlain = url.host === '' && url.search === '' && url.hash === '';
    return isPlain ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}
