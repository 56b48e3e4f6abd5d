import { withoutCredentials } from './cups-device-uri.ts';

/** What follows a printer or job of a print server like ours: 24 random octets in base64url (docs/identity.md). */
const tokenInPath = /(\/(?:(?:ipp\/print|printers)\/[^/]+|jobs\/\d+)\/)[\w-]{32}(?=\/|$)/;

/** The URI of a device as anybody may see it: without user, password and the secret of a token address. */
export function shownUri(uri: string): string {
  return withoutCredentials(uri).replace(tokenInPath, '$1…');
}
