import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '../base/fault.ts';
import type { Variables } from './environment.ts';
import type { SecretSource } from './schema/values.ts';

export type Secret =
  | { readonly kind: 'ok'; readonly value: string }
  /** `key` is the part of the source that is wrong. */
  | { readonly kind: 'missing'; readonly key: 'env' | 'file'; readonly expected: string };

/** Reads a secret from where it is kept; a file ends in a line break that is no part of it. */
export function readSecret(secret: SecretSource, folder: string, variables: Variables): Secret {
  if (typeof secret === 'string') return { kind: 'ok', value: secret };
  if ('env' in secret) {
    const value = variables[secret.env] ?? '';
    if (value !== '') return { kind: 'ok', value };
    return { kind: 'missing', key: 'env', expected: 'the name of an environment variable that is set' };
  }
  try {
    const value = readFileSync(resolve(folder, secret.file), 'utf8').trimEnd();
    if (value !== '') return { kind: 'ok', value };
    return { kind: 'missing', key: 'file', expected: 'a file that is not empty' };
  } catch (error) {
    return { kind: 'missing', key: 'file', expected: `a file that can be read (${messageOf(error)})` };
  }
}
