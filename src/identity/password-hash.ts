import { hash, verify } from '@node-rs/argon2';

/** OWASP's first choice for argon2id: 19 MiB and two passes, 18 ms on a server. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash to compare with when there is no such user, so that the time of an answer does not tell. */
let decoy: Promise<string> | undefined;

export function hashPassword(password: string): Promise<string> {
  return hash(password, strength);
}

/** `hashed` undefined: no password of that user is known; takes as long all the same. */
export async function isPassword(hashed: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this');
  try {
    const same = await verify(hashed ?? (await decoy), password);
    return same && hashed !== undefined;
  } catch {
    // Not a hash of this kind: somebody has edited the file.
    return false;
  }
}
