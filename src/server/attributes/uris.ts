import { attribute, type IppAttribute } from '../../ipp/index.ts';
import type { IdentityLevel } from '../../model/identity.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { pageUri, printerUri, type WebAddress } from '../http/web-address.ts';

/** Pixels of the icons; all clients together look for these three. */
const iconSizes = [48, 128, 512] as const;

/**
 * What names this server, as the client of this request knows it. `tls`: `none` where the server takes none, else the
 * rule of the printer.
 */
export function uriAttributes(
  { name, identity }: Pick<PrinterSettings, 'name' | 'identity'>,
  address: WebAddress,
  tls: 'none' | 'optional' | 'required',
): readonly IppAttribute[] {
  // They are read as the columns of one table (RFC 8011 §5.4.1 to §5.4.3).
  const offered = [
    ...(tls === 'required' ? [] : [{ secure: false, security: 'none' }]),
    ...(tls === 'none' ? [] : [{ secure: true, security: 'tls' }]),
  ];
  const own = offered.filter(({ secure }) => secure === address.secure);
  const others = offered.filter(({ secure }) => secure !== address.secure);
  // Many clients take the first and stay with it: whoever has come by TLS goes on by TLS.
  const ways = address.alone === true && own.length > 0 ? own : [...own, ...others];
  const page = pageUri(address, `/printers/${encodeURIComponent(name)}`);
  const authentication =
    address.token === undefined ? authenticationOf(identity.levels) : 'requesting-user-name';
  return [
    attribute('printer-uri-supported', ...ways.map(({ secure }) => printerUri({ ...address, secure }, name))),
    attribute('uri-security-supported', ...ways.map(({ security }) => security)),
    attribute('uri-authentication-supported', ...ways.map(() => authentication)),
    attribute('printer-more-info', page),
    attribute('printer-supply-info-uri', page),
    attribute('printer-icons', ...iconSizes.map((size) => pageUri(address, `/icons/printer-${size}.png`))),
  ];
}

/** Clients ask for a password before they send anything where it says `basic`; by a secret URI none is asked for. */
function authenticationOf(
  levels: readonly IdentityLevel[],
): 'requesting-user-name' | 'basic' | 'certificate' {
  if (levels.includes('claimed') || levels.includes('host')) return 'requesting-user-name';
  if (levels.includes('password')) return 'basic';
  return levels.includes('certificate') ? 'certificate' : 'requesting-user-name';
}
