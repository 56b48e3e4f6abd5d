import type { IncomingHttpHeaders } from 'node:http';

/** How a client wants to be told a refusal (see answers.ts), and what else is special about it. */
export interface Client {
  readonly refusals: 'cups' | 'registered' | 'abort';
  /** Takes long to show that a job was aborted: it is answered when the count is there, however late. */
  readonly patient: boolean;
  /** Sends its operation attributes in any order. */
  readonly anyOrder: boolean;
  /** Takes several values of printer-uri-supported for one, joined by commas, and prints to that (libcups 2.4.2). */
  readonly oneUri: boolean;
}

interface KnownClient extends Client {
  readonly matches: (headers: IncomingHttpHeaders) => boolean;
}

const knownClients: readonly KnownClient[] = [
  {
    // ipptool calls itself "CUPS/2.4.2 (…) IPP/2.0" like libcups, but asks for compressed answers; the ipp backend, lp and
    // lpstat never do (seen on the wire with 2.4.2).
    matches: (headers) => isCups(headers) && headers['accept-encoding'] !== undefined,
    refusals: 'registered',
    patient: false,
    anyOrder: false,
    oneUri: false,
  },
  { matches: isCups, refusals: 'cups', patient: true, anyOrder: false, oneUri: true },
  {
    // go-ipp keeps operation attributes in a Go map: printer-uri may come before the charset.
    matches: (headers) => headers['user-agent']?.startsWith('Go-http-client/') === true,
    refusals: 'abort',
    patient: false,
    anyOrder: true,
    oneUri: false,
  },
];

const anyOther: Client = { refusals: 'abort', patient: false, anyOrder: false, oneUri: false };

export function clientOf(headers: IncomingHttpHeaders): Client {
  return knownClients.find((client) => client.matches(headers)) ?? anyOther;
}

function isCups(headers: IncomingHttpHeaders): boolean {
  return headers['user-agent']?.startsWith('CUPS/') === true;
}
