/*
 * Device URIs of CUPS that name this adapter:
 *
 *   cupspykota:socket://10.0.0.5            what `attach` writes; the only form with a scheme that cupsd takes today
 *   cupspykota:/socket://…  :///socket://…  taken as well
 *   cupspykota://localhost/socket://…       taken as well
 *   cupspykota://socket://…                 refused by lpadmin, but alive in an old printers.conf
 *   cupspykota:  :/  ://                    nothing wrapped: the server's printer of the queue's name prints
 *
 * What is wrapped is never decoded or encoded again: the backend gets it octet for octet.
 */

const adapterScheme = 'cupspykota';

export type AdapterUri =
  | { readonly kind: 'relay' }
  | { readonly kind: 'wrapped'; readonly uri: string; readonly scheme: string }
  | { readonly kind: 'invalid'; readonly why: string };

/** RFC 3986 §3.1, a digit in front allowed as CUPS allows it; it is the name of a file in the backend directory. */
const schemePattern = /^([A-Za-z0-9][A-Za-z0-9.+-]*):/;

/** `own` is the name the adapter is installed under; case counts, since a scheme is a file name to CUPS. */
export function parseAdapterUri(deviceUri: string, own: string = adapterScheme): AdapterUri {
  if (!deviceUri.startsWith(`${own}:`)) {
    return { kind: 'invalid', why: `a device URI of this backend begins with ${own}:` };
  }
  const uri = deviceUri
    .slice(own.length + 1)
    .replace(/^\/{1,3}/, '')
    .replace(/^localhost(\/|$)/, '');
  if (uri === '') return { kind: 'relay' };
  const scheme = schemePattern.exec(uri)?.[1];
  if (scheme === undefined) {
    return { kind: 'invalid', why: `what follows ${own}: must be a whole device URI such as socket://HOST` };
  }
  if (scheme === own) return { kind: 'invalid', why: `${own} cannot wrap itself` };
  return { kind: 'wrapped', uri, scheme };
}

/** The one-colon form: cupsd reads `//socket://host` as a host named socket with an empty port, and refuses it. */
export function wrapDeviceUri(uri: string, own: string = adapterScheme): string {
  return `${own}:${uri}`;
}

/** A password that a wrapped URI would show to everybody: CUPS hides one only in the first part of a URI. */
export function holdsPassword(uri: string): boolean {
  return /:\/\/[^/?#@]*:[^/?#]*@/.test(uri);
}

/** For messages: without what stands before the last @ of an authority. */
export function withoutCredentials(uri: string): string {
  return uri.replace(/:\/\/[^/?#]*@/g, '://');
}

/** Host and port of an IPP or HTTP URI, the host in small letters and without brackets. */
export function ippAddressOf(uri: string): { readonly host: string; readonly port: number } | undefined {
  const match = /^(ipps?|https?):\/\/(?:[^/?#@]*@)?(\[[^\]/]*\]|[^:/?#]*)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(
    uri,
  );
  if (match === null) return undefined;
  const [, scheme = '', host = '', port] = match;
  return {
    host: host.toLowerCase().replace(/^\[|\]$/g, ''),
    port: port === undefined ? (ippPorts[scheme.toLowerCase()] ?? 631) : Number(port),
  };
}

/** RFC 8010 §4.1, RFC 7472 §4.1; http and https by RFC 9110 §4.2. */
const ippPorts: Readonly<Record<string, number>> = { ipp: 631, ipps: 631, http: 80, https: 443 };
