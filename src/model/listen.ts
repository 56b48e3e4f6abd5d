import { isIPv4, isIPv6 } from 'node:net';

/** Where the server takes connections. */
export type ListenAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

const portMax = 65_535;
/** RFC 1123 §2.1: labels of letters, digits and inner hyphens, 253 octets in all. */
const hostName = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const hostAndPort = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/;
const unixPrefix = 'unix:';

/** Reads "127.0.0.1:8631", "[::1]:8631", "localhost:8631" or "unix:/run/platen.sock"; undefined when it is none. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  if (text.startsWith(unixPrefix)) {
    const path = text.slice(unixPrefix.length);
    return path === '' || path.includes('\0') ? undefined : { kind: 'unix', path };
  }
  const [, inBrackets, plain, digits] = hostAndPort.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > portMax) return undefined;
  if (inBrackets !== undefined)
    return isIPv6(inBrackets) ? { kind: 'tcp', host: inBrackets, port } : undefined;
  if (plain === undefined || !isHost(plain)) return undefined;
  return { kind: 'tcp', host: plain, port };
}

/** Writes an address as parseListenAddress reads it. */
export function formatListenAddress(address: ListenAddress): string {
  if (address.kind === 'unix') return `${unixPrefix}${address.path}`;
  const host = isIPv6(address.host) ? `[${address.host}]` : address.host;
  return `${host}:${address.port}`;
}

/** Whether only this machine can reach it. */
export function isLoopback(address: ListenAddress): boolean {
  return address.kind === 'unix' || isLoopbackHost(address.host);
}

/** `host`: a name or an address, without brackets. */
export function isLoopbackHost(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** Digits and dots alone are an IPv4 address or a mistake such as 127.0.1, never a name. */
function isHost(text: string): boolean {
  return /^[\d.]+$/.test(text) ? isIPv4(text) : hostName.test(text);
}
