import { attribute, type IppAttribute } from '../../ipp/index.ts';
import { pageUri, printerUri, type WebAddress } from '../web-address.ts';

/** Pixels of the icons; all clients together look for these three. */
const iconSizes = [48, 128, 512] as const;

/** What names this server, as the client of this request knows it. */
export function uriAttributes(name: string, address: WebAddress): readonly IppAttribute[] {
  const page = pageUri(address, `/printers/${encodeURIComponent(name)}`);
  return [
    // One value in each of the three: they are read as columns of a table (RFC 8011 §5.4.1 to §5.4.3).
    attribute('printer-uri-supported', printerUri(address, name)),
    attribute('uri-security-supported', 'none'),
    attribute('uri-authentication-supported', 'requesting-user-name'),
    attribute('printer-more-info', page),
    attribute('printer-supply-info-uri', page),
    attribute('printer-icons', ...iconSizes.map((size) => pageUri(address, `/icons/printer-${size}.png`))),
  ];
}
