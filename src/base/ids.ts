import { createHash, randomUUID } from 'node:crypto';

/** A random UUID (RFC 9562, version 4) without the urn: prefix. */
export function newUuid(): string {
  return randomUUID();
}

/**
 * A random id for things that only this server names: 122 random bits as hex. Made of a UUID, because node fetches the
 * randomness of those for many at once; a call of randomBytes for each cost 0.02 ms, three times a job.
 */
export function newId(): string {
  return randomUUID().replaceAll('-', '');
}

/** A number from 0 up to `below`, such as a wait that is not the same for everybody. */
export function randomBelow(below: number): number {
  return Math.random() * below;
}

/** A UUID that is always the same for the same name (RFC 9562, version 5 layout, SHA-1). */
export function uuidOf(name: string): string {
  const digest = createHash('sha1').update(name).digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Digest of the input of a call, so that a repeat is told from another call under the same id. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
