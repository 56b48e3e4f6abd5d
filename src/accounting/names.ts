import type { NameRules } from '../config/index.ts';
import { anonymous } from '../model/identity.ts';

/** The most octets of a name (RFC 8011 §5.1.3). */
const nameOctetsMax = 255;

/**
 * Makes the name of an account of what clients and administrators write: `CORP\Alice`, `alice@example.org` and `alice`
 * are one person where the rules say so. The same function serves submission and administration, so that nobody can
 * have two accounts by spelling.
 */
export function nameNormaliser(rules: NameRules): (written: string) => string {
  return (written) => {
    let name = written.normalize('NFC').trim();
    if (rules.stripDomain) name = name.slice(name.lastIndexOf('\\') + 1);
    if (rules.stripRealm && name.indexOf('@') > 0) name = name.slice(0, name.indexOf('@'));
    if (rules.case === 'lower') name = name.toLowerCase();
    name = withoutControls(name).trim();
    return name === '' ? anonymous : clipped(name);
  };
}

/** Control characters have no place in a table, a log or a file of accounts. */
function withoutControls(name: string): string {
  return name.replace(/\p{Cc}/gu, '');
}

function clipped(name: string): string {
  if (Buffer.byteLength(name) <= nameOctetsMax) return name;
  // Cut at an octet, then without the half character that may be left.
  return new TextDecoder().decode(Buffer.from(name).subarray(0, nameOctetsMax)).replace(/\uFFFD+$/u, '');
}
