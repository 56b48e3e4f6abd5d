import { messageOf } from '../base/fault.ts';
import type { AdapterServer } from '../model/adapter-settings.ts';

type Why = (server: AdapterServer) => string;

/** Codes of Node and OpenSSL in words that tell an administrator where to look. No secret is in what they name. */
const sentences: Readonly<Record<string, Why>> = {
  ENOENT: (server) => `there is no ${placeOf(server)}: is Platen running?`,
  ECONNREFUSED: (server) => `nobody listens at ${placeOf(server)}: is Platen running?`,
  EACCES: (server) =>
    `this user may not open ${placeOf(server)}: set adapter.group in Platen's configuration`,
  ENOTFOUND: (server) => `the host of ${placeOf(server)} is not known`,
  EAI_AGAIN: (server) => `the host of ${placeOf(server)} cannot be looked up just now`,
  SELF_SIGNED_CERT_IN_CHAIN: otherAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: otherAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: otherAuthority,
  UNABLE_TO_GET_ISSUER_CERT: otherAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: otherAuthority,
  CERT_SIGNATURE_FAILURE: otherAuthority,
  CERT_HAS_EXPIRED: (server) => `the certificate of ${placeOf(server)} has expired`,
  CERT_NOT_YET_VALID: (server) =>
    `the certificate of ${placeOf(server)} is not valid yet: is the clock of this machine right?`,
  ERR_TLS_CERT_ALTNAME_INVALID: (server) => `the certificate of ${placeOf(server)} is for another name`,
  ERR_SSL_WRONG_VERSION_NUMBER: (server) => `${placeOf(server)} does not speak TLS`,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: (server) => `${placeOf(server)} does not speak TLS`,
};

/** Why a call did not come through. */
export function whyDown(error: unknown, server: AdapterServer): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return Object.hasOwn(sentences, code) ? (sentences[code]?.(server) ?? code) : messageOf(error);
}

function placeOf(server: AdapterServer): string {
  return server.kind === 'socket' ? server.path : new URL(server.url).host;
}

function otherAuthority(server: AdapterServer): string {
  const ca = server.kind === 'socket' ? '' : ` in ${server.ca}`;
  return `the certificate of ${placeOf(server)} is not from the authority${ca}`;
}
