import type { ConnectionOptions } from 'node:tls';
import {
  Client,
  InappropriateAuthError,
  InvalidCredentialsError,
  InvalidDNSyntaxError,
  NoSuchObjectError,
} from 'ldapts';
import { PrintServerError } from '../base/fault.ts';
import type { LdapConfig } from '../config/index.ts';
import { escapedInFilter, escapedInName } from './ldap-escapes.ts';

/** A directory, with the certificates that vouch for it as PEM. */
export type LdapOptions = LdapConfig;

/** Whether the directory takes this password. Throws `directory-unreachable`. */
export async function isDirectoryPassword(
  options: LdapOptions,
  user: string,
  password: string,
): Promise<boolean> {
  // A bind with a name and no password succeeds as nobody (RFC 4513 §5.1.2).
  if (user === '' || password === '') return false;
  const client = clientFor(options);
  try {
    if (options.startTls) await startTls(client, options);
    const name = await entryOf(client, options, user);
    if (name === undefined) return false;
    // ldapts 8.2 would connect anew, without TLS.
    if (options.startTls && !client.isConnected) throw new Error('It has hung up.');
    return await takes(client, name, password);
  } catch (cause) {
    throw new PrintServerError('directory-unreachable', `The directory ${options.url} cannot be asked.`, {
      cause,
    });
  } finally {
    await client.unbind().catch(() => undefined);
  }
}

function clientFor({ url, ca, timeoutMs }: LdapOptions): Client {
  const isSecure = url.startsWith('ldaps:');
  return new Client({
    url,
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    // Any of these makes ldapts 8.2 speak TLS at once, over `ldap:` too.
    ...(isSecure && ca !== undefined ? { tlsOptions: { ca } } : {}),
  });
}

/** RFC 4511 §4.14; the name in the certificate is held against the one in the URL. */
async function startTls(client: Client, { url, ca, timeoutMs }: LdapOptions): Promise<void> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  // ldapts 8.2 puts its socket here, and waits for the handshake as long as it takes.
  const options: ConnectionOptions = { host, ...(ca === undefined ? {} : { ca }) };
  const late = setTimeout(() => options.socket?.destroy(), timeoutMs);
  try {
    await client.startTLS(options);
  } finally {
    clearTimeout(late);
  }
}

async function entryOf(
  client: Client,
  { userDn, search }: LdapOptions,
  user: string,
): Promise<string | undefined> {
  if (userDn !== undefined) return userDn.replaceAll('{user}', () => escapedInName(user));
  if (search === undefined) return undefined;
  const { base, filter, bindDn, bindPassword = '' } = search;
  if (bindDn !== undefined) await bindAsSearcher(client, bindDn, bindPassword);
  const { searchEntries } = await client.search(base, {
    scope: 'sub',
    filter: filter.replaceAll('{user}', () => escapedInFilter(user)),
    attributes: ['1.1'],
    sizeLimit: 2,
  });
  // Two entries of one name would let one person be the other.
  const [entry, second] = searchEntries;
  return second === undefined ? entry?.dn : undefined;
}

/** A wrong password here is the administrator's, never the user's. */
async function bindAsSearcher(client: Client, name: string, password: string): Promise<void> {
  try {
    await client.bind(name, password);
  } catch (cause) {
    throw new Error(`It does not take ${name} with the configured password.`, { cause });
  }
}

/** What a directory says of a user that it does not let in: no such entry, one without a password, a name that is none. */
const noes = [InvalidCredentialsError, InappropriateAuthError, NoSuchObjectError, InvalidDNSyntaxError];

async function takes(client: Client, name: string, password: string): Promise<boolean> {
  try {
    await client.bind(name, password);
    return true;
  } catch (error) {
    if (noes.some((no) => error instanceof no)) return false;
    throw error;
  }
}
