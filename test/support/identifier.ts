import { join } from 'node:path';
import { systemClock } from '../../src/base/clock.ts';
import { Credentials, Identifier, type IdentityRules } from '../../src/identity/index.ts';

/** Nobody has a password or a token, and a change of that cannot be written. */
export const noCredentials: Credentials = new Credentials(join('/nowhere', 'credentials.json'));

/** Believes what is claimed, unless a test says otherwise. */
export function identifier(
  rules: Partial<IdentityRules> = {},
  credentials: Credentials = noCredentials,
): Identifier {
  return new Identifier({
    operators: [],
    operatorLevel: 'password',
    loopbackOperators: false,
    trustedServers: [],
    trustedCertificates: [],
    hosts: {},
    ...rules,
    credentials,
    normalise: (name) => name.trim().toLowerCase(),
    clock: systemClock,
  });
}
