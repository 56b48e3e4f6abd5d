import { createHash } from 'node:crypto';
import { hashPassword, isPassword } from '../identity/index.ts';
import type { JobPin, PasswordEncryption } from '../model/job.ts';
import type { JobPassword } from './print-jobs.ts';

/** Wrong PINs of one job before it can only be cancelled: of a four-digit one, one in two thousand is guessed. */
export const wrongPinsMax = 5;

/** What is kept of a password. Slow on purpose: a PIN of four digits is soon found in a list of hashes that are quick. */
export async function keptPin(password: JobPassword): Promise<JobPin> {
  return { encryption: password.encryption, hash: await hashPassword(textOf(password)), wrong: 0 };
}

/**
 * undefined: it cannot be compared. PWG 5100.11 §6.1 has what is typed at the release hashed as the client did; a
 * password that is told as it is can be hashed here, one that is hashed in another way cannot.
 */
export async function isPin(pin: JobPin, given: JobPassword): Promise<boolean | undefined> {
  if (given.encryption === pin.encryption) return isPassword(pin.hash, textOf(given));
  if (given.encryption !== 'none') return undefined;
  const octets = digestOf(pin.encryption, given.octets);
  return isPassword(pin.hash, textOf({ encryption: pin.encryption, octets }));
}

function textOf({ octets }: JobPassword): string {
  return Buffer.from(octets).toString('base64');
}

function digestOf(encryption: PasswordEncryption, octets: Uint8Array): Uint8Array {
  const algorithm = algorithms[encryption];
  return algorithm === undefined ? octets : createHash(algorithm).update(octets).digest();
}

/** node:crypto's names of what the IANA registry names otherwise. */
const algorithms = {
  none: undefined,
  md5: 'md5',
  sha: 'sha1',
  'sha2-256': 'sha256',
  'sha2-512': 'sha512',
} as const satisfies Record<PasswordEncryption, string | undefined>;
