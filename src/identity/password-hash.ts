/** OWASP's first choice for argon2id: 19 MiB and two passes, 18 ms on a server. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** A hash to compare with when there is no such user, so that the time of an answer does not tell. */
let decoy: Promise<string> | undefined;

export async function hashPassword(password: string): Promise<string> {
  const { hash } = await loadArgon2();
  return hash(password, strength);
}

/** `hashed` undefined: no password of that user is known; takes as long all the same. */
export async function isPassword(hashed: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this');
  const { verify } = await loadArgon2();
  try {
    const same = await verify(hashed ?? (await decoy), password);
    return same && hashed !== undefined;
  } catch {
    // Not a hash of this kind: somebody has edited the file.
    return false;
  }
}

/** With the first password, since many servers know none; to load it takes 17 ms of CPU. */
function loadArgon2() {
  return import('@node-rs/argon2');
}
