import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { rc4 } from './rc4.ts';

/** The numbers and strings of the standard security handler (ISO 32000-2 §7.6.4). */
export interface StandardHandler {
  readonly revision: number;
  /** Octets of the file key, 5 to 32. */
  readonly keyOctets: number;
  readonly owner: Uint8Array;
  readonly user: Uint8Array;
  readonly userKey: Uint8Array;
  readonly ownerKey: Uint8Array;
  readonly permissions: number;
  readonly fileId: Uint8Array;
  readonly encryptMetadata: boolean;
}

/**
 * The file key for the empty password, the user's or the owner's: a writer may ask the user for a password and leave the
 * owner's empty, and then readers open the document. undefined when the empty password does not open it.
 */
export function keyForEmptyPassword(handler: StandardHandler): Uint8Array | undefined {
  if (handler.revision >= 5) return keyOfUser(handler) ?? keyOfOwner(handler);
  const key = keyOfRevision2(handler, padding);
  if (opensRevision2(handler, key)) return key;
  const ownersKey = keyOfRevision2(handler, userPasswordOf(handler));
  return opensRevision2(handler, ownersKey) ? ownersKey : undefined;
}

/** What pads a password to 32 octets (algorithm 2); the empty one is nothing else. */
const padding: Uint8Array = Buffer.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a',
  'hex',
);

/** Algorithm 7: what the owner's password, which is empty, makes of the owner string is the user's, padded. */
function userPasswordOf({ revision, keyOctets, owner }: StandardHandler): Uint8Array {
  let key: Uint8Array = md5(padding);
  for (let round = 0; revision >= 3 && round < 50; round += 1) key = md5(key);
  key = key.subarray(0, revision === 2 ? 5 : keyOctets);
  let password: Uint8Array = owner.subarray(0, 32);
  for (let round = revision === 2 ? 0 : 19; round >= 0; round -= 1)
    password = rc4(
      key.map((octet) => octet ^ round),
      password,
    );
  return password;
}

/** Algorithm 2, for revisions 2 to 4. */
function keyOfRevision2(handler: StandardHandler, password: Uint8Array): Uint8Array {
  const { revision, owner, permissions, fileId, keyOctets, encryptMetadata } = handler;
  const flags = Buffer.alloc(4);
  flags.writeInt32LE(permissions | 0);
  const hash = createHash('md5').update(password).update(owner.subarray(0, 32)).update(flags).update(fileId);
  if (revision >= 4 && !encryptMetadata) hash.update(Buffer.from('ffffffff', 'hex'));
  let key: Uint8Array = hash.digest();
  for (let round = 0; revision >= 3 && round < 50; round += 1) key = md5(key.subarray(0, keyOctets));
  return key.subarray(0, keyOctets);
}

/** Algorithms 4 to 6. */
function opensRevision2({ revision, user, fileId }: StandardHandler, key: Uint8Array): boolean {
  if (revision === 2) return Buffer.compare(rc4(key, padding), user.subarray(0, 32)) === 0;
  let check: Uint8Array = createHash('md5').update(padding).update(fileId).digest();
  for (let round = 0; round < 20; round += 1)
    check = rc4(
      key.map((octet) => octet ^ round),
      check,
    );
  return Buffer.compare(check, user.subarray(0, 16)) === 0;
}

const nothing = new Uint8Array(0);

/** Algorithm 2.A: user string = hash(32), validation salt(8), key salt(8). */
function keyOfUser({ revision, user, userKey }: StandardHandler): Uint8Array | undefined {
  return keyOfRevision5({ revision, string: user, wrapped: userKey, user: nothing });
}

/** The same with the owner's string; its hashes take the user's in as well. */
function keyOfOwner({ revision, owner, ownerKey, user }: StandardHandler): Uint8Array | undefined {
  return keyOfRevision5({ revision, string: owner, wrapped: ownerKey, user: user.subarray(0, 48) });
}

interface Opening {
  readonly revision: number;
  readonly string: Uint8Array;
  readonly wrapped: Uint8Array;
  readonly user: Uint8Array;
}

function keyOfRevision5({ revision, string, wrapped, user }: Opening): Uint8Array | undefined {
  if (string.length < 48 || wrapped.length < 32) return undefined;
  const hash = (salt: Uint8Array) =>
    revision === 5 ? sha256(Buffer.concat([salt, user])) : hashOfRevision6(salt, user);
  if (Buffer.compare(hash(string.subarray(32, 40)), string.subarray(0, 32)) !== 0) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', hash(string.subarray(40, 48)), Buffer.alloc(16));
  decipher.setAutoPadding(false);
  return decipher.update(wrapped.subarray(0, 32));
}

/** Algorithm 2.B with the empty password: at least 64 rounds, then until the last octet says stop. */
function hashOfRevision6(salt: Uint8Array, user: Uint8Array): Uint8Array {
  let key: Uint8Array = sha256(Buffer.concat([salt, user]));
  for (let round = 0; ; round += 1) {
    const once = Buffer.concat([key, user]);
    const block = Buffer.alloc(64 * once.length);
    for (let copy = 0; copy < 64; copy += 1) block.set(once, copy * once.length);
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32));
    cipher.setAutoPadding(false);
    const encrypted = cipher.update(block);
    // The first 16 octets as a number modulo 3; 256 is 1 modulo 3, so that their sum will do.
    const sum = encrypted.subarray(0, 16).reduce((total, octet) => total + octet, 0);
    key = createHash(['sha256', 'sha384', 'sha512'][sum % 3] ?? 'sha256')
      .update(encrypted)
      .digest();
    const last = encrypted[encrypted.length - 1] ?? 0;
    if (round >= 63 && last <= round - 31) return key.subarray(0, 32);
  }
}

function sha256(octets: Uint8Array): Uint8Array {
  return createHash('sha256').update(octets).digest();
}

function md5(octets: Uint8Array): Uint8Array {
  return createHash('md5').update(octets).digest();
}
