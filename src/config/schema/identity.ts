import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { identityLevels } from '../../model/identity.ts';
import type { IdentityConfig, LdapConfig } from '../config.ts';
import { integer, path, type SecretSource, secret } from './values.ts';

type Search = NonNullable<LdapConfig['search']>;

/** The same with the place of its secret instead of the secret. */
interface LdapInFile extends Omit<LdapConfig, 'search'> {
  readonly search?: Omit<Search, 'bindPassword'> & { readonly bindPassword?: SecretSource };
}

export interface IdentityInFile extends Omit<IdentityConfig, 'ldap'> {
  readonly ldap?: LdapInFile;
}

/** `10.0.0.7`, `10.0.0.0/24`, `2001:db8::/32`. */
const addressRange: z.ZodType<string, string> = z
  .string()
  .refine((text) => {
    const [address = '', bits, ...rest] = text.split('/');
    const bitsMax = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
    return rest.length === 0 && bitsMax > 0 && /^\d{1,3}$/.test(bits ?? '0') && Number(bits ?? 0) <= bitsMax;
  })
  .meta({ expected: 'an address or a network such as "10.0.0.7" or "10.0.0.0/24"' });

const userName = z.string().min(1).max(255);
const withUser: z.ZodType<string, string> = z
  .string()
  .refine((text) => text.includes('{user}'))
  .meta({ expected: 'a text with {user} in it' });

const ldap: z.ZodType<LdapInFile> = z.strictObject({
  url: z
    .string()
    .regex(/^ldaps?:\/\/[^/]/)
    .refine((url) => URL.canParse(url))
    .meta({
      description:
        'The directory. `ldap:` without `startTls` sends passwords in the clear, fit for the machine itself only.',
      expected: 'a URL that begins with ldap:// or ldaps://',
    }),
  startTls: z.boolean().default(false).meta({
    description: 'Whether an `ldap:` connection goes on by TLS (StartTLS) before anything is said.',
  }),
  userDn: withUser.exactOptional().meta({
    description:
      'Name of the entry of a user, where it follows a rule: `uid={user},ou=people,dc=example,dc=org`.',
  }),
  search: z
    .strictObject({
      base: z.string().min(1).meta({ description: 'Below which entry users are looked for.' }),
      filter: withUser.meta({ description: 'What an entry must fit: `(sAMAccountName={user})`.' }),
      bindDn: z
        .string()
        .min(1)
        .exactOptional()
        .meta({ description: 'As whom to look; as nobody when absent.' }),
      bindPassword: secret.exactOptional().meta({ description: 'The password of `bindDn`.' }),
    })
    .exactOptional()
    .meta({ description: 'How the entry of a user is found where no rule makes its name.' }),
  ca: path.exactOptional().meta({ description: 'File with certificates that vouch for the directory, PEM.' }),
  timeoutMs: integer(100, 60_000).default(5_000).meta({
    description:
      'Time for an answer; after it the password counts as not proved and the client is told to come again.',
    unit: 'ms',
  }),
});

export const identity: z.ZodType<IdentityInFile> = z.strictObject({
  operators: z.array(userName).max(1_000).default([]).meta({
    description:
      'Users who may administer printers and other people’s jobs over IPP, once they are known by `operatorLevel`. Whoever may open the Unix socket or the control socket always may.',
  }),
  operatorLevel: z.enum(identityLevels).default('password').meta({
    description: 'How an operator must be known at least, weakest first in this list.',
  }),
  loopbackOperators: z.boolean().default(false).meta({
    description:
      'Whether everybody on this machine itself is an operator. For a demo or a machine with one user: any program there can claim any name.',
  }),
  trustedServers: z.array(addressRange).max(1_000).default([]).meta({
    description:
      'Servers, such as CUPS, whose word on user names is believed (level `trusted-server`). They are worth what their own policy is worth.',
  }),
  trustedCertificates: z.array(userName).max(1_000).default([]).meta({
    description: 'The same by the name in a client certificate (`tls.clientCa`).',
  }),
  hosts: z.record(addressRange, userName).default({}).meta({
    description: 'Who sits at which address (level `host`); the first that fits. For machines of one person.',
  }),
  ldap: ldap.exactOptional().meta({
    description:
      'A directory that is asked for the passwords of users who have none here (`platen users password`).',
  }),
});
