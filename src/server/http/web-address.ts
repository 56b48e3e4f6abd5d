import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** The address of this server as the client writes it: every URI we hand out begins with it. */
export interface WebAddress {
  /** Host and port, such as `print.example:8631`. */
  readonly authority: string;
  /** The client has come over TLS. */
  readonly secure: boolean;
  /** Secret of the token URI by which the client has come: it goes on using the URIs that it is given. */
  readonly token?: string;
  /** Only the way by which the client has come is told to it. */
  readonly alone?: boolean;
}

type Addressed = {
  readonly headers: Pick<IncomingMessage['headers'], 'host'>;
  readonly socket: Pick<IncomingMessage['socket'], 'localAddress' | 'localPort'>;
};

/** Host = uri-host [ ":" port ] (RFC 9110 §7.2), and nothing that could break out of a URI. */
const hostField = /^(?:\[[0-9a-f:.]{2,45}\]|[a-z0-9._~-]{1,253})(?::\d{1,5})?$/i;
const withPort = /:\d{1,5}$/;

/**
 * From the Host field, because only the client knows under which name it can reach us; icons and job URIs under another
 * name are shown to nobody. A client that sends none gets the address of the socket.
 */
export function webAddressOf(request: Addressed): WebAddress {
  return { authority: authorityOf(request), secure: request.socket instanceof TLSSocket };
}

function authorityOf(request: Addressed): string {
  const { host } = request.headers;
  if (host !== undefined && hostField.test(host)) {
    // ipp: without a port means 631 and http: means 80 (RFC 3510 §4.4), so the port is always written.
    return withPort.test(host) ? host : `${host}${portOf(request)}`;
  }
  const { localAddress } = request.socket;
  return localAddress === undefined ? 'localhost' : `${bracketed(localAddress)}${portOf(request)}`;
}

/** Asks the kernel, so that it is done only where the client has not named the port. */
function portOf({ socket }: Addressed): string {
  return socket.localPort === undefined ? '' : `:${socket.localPort}`;
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

export function printerUri(address: WebAddress, name: string): string {
  return `${ippScheme(address)}://${address.authority}/ipp/print/${encodeURIComponent(name)}${tokenPart(address)}`;
}

export function jobUri(address: WebAddress, id: number): string {
  return `${ippScheme(address)}://${address.authority}/jobs/${id}${tokenPart(address)}`;
}

/** A page of ours; `path` begins with a slash. */
export function pageUri(address: WebAddress, path: string): string {
  return `${address.secure ? 'https' : 'http'}://${address.authority}${path}`;
}

function tokenPart({ token }: WebAddress): string {
  return token === undefined ? '' : `/${token}`;
}

function ippScheme({ secure }: WebAddress): 'ipp' | 'ipps' {
  return secure ? 'ipps' : 'ipp';
}
