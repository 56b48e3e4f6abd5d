import { Client, InvalidCredentialsError } from 'ldapts';
import { PrintServerError } from '../base/fault.ts';
import type { LdapConfig } from '../config/index.ts';

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
  const { url, ca, timeoutMs } = options;
  const client = new Client({
    url,
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    ...(ca === undefined ? {} : { tlsOptions: { ca } }),
  });
  try {
    const name = await entryOf(client, options, user);
    if (name === undefined) return false;
    await client.bind(name, password);
    return true;
  } catch (error) {
    if (error instanceof InvalidCredentialsError) return false;
    throw new PrintServerError('directory-unreachable', `The directory ${url} cannot be asked.`, {
      cause: error,
    });
  } finally {
    await client.unbind().catch(() => undefined);
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

/** RFC 4514 §2.4. */
function escapedInName(text: string): string {
  return text.replace(/[\\,+"<>;=#\s\0]/g, (character) => `\\${hexOf(character)}`);
}

/** RFC 4515 §3. */
function escapedInFilter(text: string): string {
  return text.replace(/[\\*()\0]/g, (character) => `\\${hexOf(character)}`);
}

function hexOf(character: string): string {
  return [...Buffer.from(character)].map((octet) => octet.toString(16).padStart(2, '0')).join('\\');
}
