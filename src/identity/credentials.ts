import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PrintServerError } from '../base/fault.ts';
import { replaceFile } from '../base/replace-file.ts';
import { hashPassword } from './password-hash.ts';

/** 192 random bits: nobody guesses one, so that a plain digest of it can be kept and searched for. */
const tokenOctets = 24;
const tokensPerUserMax = 20;

interface Token {
  /** SHA-256 of the secret, base64url. */
  readonly digest: string;
  readonly madeAt: number;
}

interface Credential {
  /** argon2id, in its usual form. */
  readonly password?: string | undefined;
  readonly tokens: readonly Token[];
}

const fileSchema = z.strictObject({
  version: z.literal(1),
  users: z.record(
    z.string(),
    z.strictObject({
      password: z.string().exactOptional(),
      tokens: z.array(z.strictObject({ digest: z.string(), madeAt: z.int() })).max(tokensPerUserMax),
    }),
  ),
});

/**
 * The passwords and tokens of this server, hashed, in one file that only its account may read. They are no part of the
 * books: a backup of those gives nobody's password away.
 */
export class Credentials {
  readonly #file: string;
  #users: Map<string, Credential>;
  #owners: Map<string, string>;
  #hasPasswords: boolean;
  #changes = 0;
  #writing: Promise<void> = Promise.resolve();

  /** Throws `credentials-unreadable`. */
  constructor(file: string) {
    this.#file = file;
    this.#users = readUsers(file);
    this.#owners = ownersOf(this.#users);
    this.#hasPasswords = anyPassword(this.#users);
  }

  /** Raised by every change: what was found out before is to be found out anew. */
  get changes(): number {
    return this.#changes;
  }

  get hasPasswords(): boolean {
    return this.#hasPasswords;
  }

  passwordOf(user: string): string | undefined {
    return this.#users.get(user)?.password;
  }

  /** Whose token this is. */
  ownerOf(token: string): string | undefined {
    return this.#owners.get(digestOf(token));
  }

  /** undefined takes the password away. */
  async setPassword(user: string, password: string | undefined): Promise<void> {
    const hashed = password === undefined ? undefined : await hashPassword(password);
    await this.#change(user, ({ tokens }) => ({
      tokens,
      ...(hashed === undefined ? {} : { password: hashed }),
    }));
  }

  /** Makes a token and answers it; it is never seen again. The oldest goes when there are too many. */
  async addToken(user: string, nowMs: number): Promise<string> {
    const token = randomBytes(tokenOctets).toString('base64url');
    await this.#change(user, ({ tokens, ...rest }) => ({
      ...rest,
      tokens: [...tokens, { digest: digestOf(token), madeAt: nowMs }].slice(-tokensPerUserMax),
    }));
    return token;
  }

  /** Answers how many tokens the user had. */
  async revokeTokens(user: string): Promise<number> {
    const had = this.#users.get(user)?.tokens.length ?? 0;
    await this.#change(user, (credential) => ({ ...credential, tokens: [] }));
    return had;
  }

  /** One change after the other, each durable before it holds. */
  #change(user: string, change: (credential: Credential) => Credential): Promise<void> {
    const changed = this.#writing.then(async () => {
      const users = new Map(this.#users);
      const next = change(users.get(user) ?? { tokens: [] });
      if (next.password === undefined && next.tokens.length === 0) users.delete(user);
      else users.set(user, next);
      const content = { version: 1, users: Object.fromEntries(users) };
      await replaceFile(this.#file, `${JSON.stringify(content, undefined, 2)}\n`);
      this.#users = users;
      this.#owners = ownersOf(users);
      this.#hasPasswords = anyPassword(users);
      this.#changes += 1;
    });
    this.#writing = changed.catch(() => undefined);
    return changed;
  }
}

function readUsers(file: string): Map<string, Credential> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw unreadable(file, error);
  }
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text)).users));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unreadable(file: string, cause: unknown): PrintServerError {
  const message = `The passwords and tokens in ${file} cannot be read; restore the file, or remove it and give new ones.`;
  return new PrintServerError('credentials-unreadable', message, { cause });
}

function ownersOf(users: ReadonlyMap<string, Credential>): Map<string, string> {
  return new Map(
    [...users].flatMap(([user, { tokens }]) => tokens.map(({ digest }) => [digest, user] as const)),
  );
}

function anyPassword(users: ReadonlyMap<string, Credential>): boolean {
  return [...users.values()].some(({ password }) => password !== undefined);
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
