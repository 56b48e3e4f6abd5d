import { isIPv6 } from 'node:net';
import type { Request } from 'express';

/** The server as this browser reached it: what it typed works for printing from the same machine too. */
export interface ServerAddress {
  readonly secure: boolean;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

const hostField = /^(?:\[([0-9a-f:.]{2,45})\]|([a-z0-9_](?:[a-z0-9._-]{0,252})))(?::(\d{1,5}))?$/i;

/**
 * From the Host field (RFC 9110 §7.2), which comes from a stranger: it is shown only when it looks like a host, else the
 * address the connection came in on is.
 */
export function addressOf(request: Pick<Request, 'secure' | 'headers' | 'socket'>): ServerAddress {
  const { secure, socket } = request;
  const [, inBrackets, name, digits] = hostField.exec(request.headers.host ?? '') ?? [];
  const host = inBrackets ?? name;
  const port = digits === undefined ? (secure ? 443 : 80) : Number(digits);
  if (host !== undefined && port > 0 && port <= 65_535) return { secure, host, port };
  return { secure, host: socket.localAddress ?? 'localhost', port: socket.localPort ?? 631 };
}

/** The port is always named: it would be 631 in an ipp URI and 80 or 443 in the browser. */
export function hostAndPort({ host, port }: ServerAddress): string {
  return `${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** The address of a printer, as print clients want it. */
export function printerUri(address: ServerAddress, printer: string): string {
  return `${address.secure ? 'ipps' : 'ipp'}://${hostAndPort(address)}${printerPath(printer)}`;
}

/** The same for clients that speak of http, as Windows does. */
export function printerUrl(address: ServerAddress, printer: string): string {
  return `${address.secure ? 'https' : 'http'}://${hostAndPort(address)}${printerPath(printer)}`;
}

export function printerPath(printer: string): string {
  return `/ipp/print/${encodeURIComponent(printer)}`;
}

/** Whether this address means the machine the browser runs on. */
export function isThisMachine({ host }: ServerAddress): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
