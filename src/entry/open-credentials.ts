import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameNormaliser } from '../accounting/index.ts';
import { systemClock } from '../base/clock.ts';
import { messageOf, PrintServerError } from '../base/fault.ts';
import type { Config } from '../config/index.ts';
import { Credentials, Identifier } from '../identity/index.ts';

/** Passwords and tokens of this installation. */
export function openCredentials({ data }: Pick<Config, 'data'>): Credentials {
  return new Credentials(join(data, 'credentials.json'));
}

export function openIdentifier({ identity, users }: Config, credentials: Credentials): Identifier {
  const { ldap, ...rules } = identity;
  return new Identifier({
    ...rules,
    ...(ldap === undefined ? {} : { ldap: withAuthorities(ldap) }),
    credentials,
    normalise: nameNormaliser(users.normalise),
    clock: systemClock,
  });
}

type LdapConfig = NonNullable<Config['identity']['ldap']>;

function withAuthorities({ ca, ...ldap }: LdapConfig): LdapConfig {
  if (ca === undefined) return ldap;
  try {
    return { ...ldap, ca: readFileSync(ca, 'utf8') };
  } catch (cause) {
    throw new PrintServerError('certificate-unusable', `${ca} cannot be read (${messageOf(cause)}).`, {
      cause,
    });
  }
}
