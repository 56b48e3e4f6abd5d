import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Credentials } from './credentials.ts';
import { FailureLimit } from './failures.ts';
import type { LdapOptions } from './ldap.ts';
import { isPassword } from './password-hash.ts';

/** HTTP Basic comes with every request; what was right a moment ago is not asked again for so long. */
const rememberedMs = 60_000;
const rememberedMax = 10_000;
/** RFC 7617 sets none; longer ones are nobody's. */
const passwordCharactersMax = 1_024;

export interface PasswordOptions {
  readonly credentials: Credentials;
  readonly ldap?: LdapOptions;
  readonly clock: Clock;
}

export type PasswordVerdict = 'right' | 'wrong' | 'too-many-failures';

/** Whether a name and a password belong together: by the file of this server, else by the directory. */
export class Passwords {
  readonly #options: PasswordOptions;
  readonly #directory: Promise<AskDirectory> | undefined;
  readonly #failures = new FailureLimit();
  readonly #key = randomBytes(32);
  /** Digests of what was right, under a key of this process, until when; a change of the passwords makes others. */
  readonly #right = new Map<string, number>();

  constructor(options: PasswordOptions) {
    this.#options = options;
    this.#directory = options.ldap === undefined ? undefined : openDirectory(options.ldap);
  }

  /** `address` is whose failures are counted, besides those of the user. Throws `directory-unreachable`. */
  async check(user: string, password: string, address: string): Promise<PasswordVerdict> {
    const now = this.#options.clock.now();
    const digest = createHmac('sha256', this.#key)
      .update(`${this.#options.credentials.changes}\0${user}\0${password}`)
      .digest('base64');
    if ((this.#right.get(digest) ?? 0) > now) return 'right';
    const keys = [`user ${user}`, `address ${address}`];
    if (keys.some((key) => this.#failures.isShut(key, now))) return 'too-many-failures';
    if (!(await this.#isRight(user, password))) {
      for (const key of keys) this.#failures.fail(key, now);
      return 'wrong';
    }
    if (this.#right.size >= rememberedMax) this.#right.clear();
    this.#right.set(digest, now + rememberedMs);
    return 'right';
  }

  async #isRight(user: string, password: string): Promise<boolean> {
    if (password.length > passwordCharactersMax) return false;
    const hashed = this.#options.credentials.passwordOf(user);
    const ask = hashed === undefined ? await this.#directory : undefined;
    return ask === undefined ? isPassword(hashed, password) : ask(user, password);
  }
}

type AskDirectory = (user: string, password: string) => Promise<boolean>;

/** The client is loaded with the server, and only where there is a directory: it takes 1.2 MB of heap. */
async function openDirectory(ldap: LdapOptions): Promise<AskDirectory> {
  const { isDirectoryPassword } = await import('./ldap.ts');
  return (user, password) => isDirectoryPassword(ldap, user, password);
}
