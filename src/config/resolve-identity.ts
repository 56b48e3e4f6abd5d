import { dirname, resolve } from 'node:path';
import type { IdentityConfig } from './config.ts';
import type { Variables } from './environment.ts';
import type { ConfigProblem } from './problems.ts';
import type { IdentityInFile } from './schema/identity.ts';
import { readSecret } from './secrets.ts';
import type { ConfigSource } from './source.ts';

type ResolvedIdentity =
  | { readonly kind: 'ok'; readonly identity: IdentityConfig }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigProblem[] };

interface Surroundings {
  /** The configuration file: secrets in files are found beside it. */
  readonly file: string;
  readonly variables: Variables;
}

/** With the secret of the directory read and its files made absolute. */
export function resolveIdentity(
  { ldap, ...identity }: IdentityInFile,
  source: ConfigSource,
  { file, variables }: Surroundings,
): ResolvedIdentity {
  if (ldap === undefined) return { kind: 'ok', identity };
  const place = ['identity', 'ldap'];
  if ((ldap.userDn === undefined) === (ldap.search === undefined)) {
    const expected = 'either userDn or search, to find the entry of a user';
    return { kind: 'invalid', problems: [source.problem(place, expected)] };
  }
  if (ldap.startTls && ldap.url.startsWith('ldaps:')) {
    const expected = 'false for a URL that begins with ldaps://, which is TLS from the start';
    return { kind: 'invalid', problems: [source.problem([...place, 'startTls'], expected)] };
  }
  const { search, ca, ...rest } = ldap;
  const whole = { ...rest, ...(ca === undefined ? {} : { ca: resolve(dirname(file), ca) }) };
  if (search === undefined) return { kind: 'ok', identity: { ...identity, ldap: whole } };
  const { bindPassword, ...how } = search;
  if (bindPassword === undefined)
    return { kind: 'ok', identity: { ...identity, ldap: { ...whole, search: how } } };
  const secret = readSecret(bindPassword, dirname(file), variables);
  if (secret.kind === 'missing') {
    const problem = source.problem([...place, 'search', 'bindPassword', secret.key], secret.expected);
    return { kind: 'invalid', problems: [problem] };
  }
  const withSecret = { ...whole, search: { ...how, bindPassword: secret.value } };
  return { kind: 'ok', identity: { ...identity, ldap: withSecret } };
}
