import { definedNames } from './definitions.ts';
import { once } from './once.ts';

/**
 * The registered name that these octets spell, undefined if they spell another. Messages consist of the same names over
 * and over: to find the string that is there already takes half as long as to make a new one (Node 20), and a thousand
 * jobs share it.
 */
export function registeredName(octets: Buffer, start: number, end: number): string | undefined {
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = nextHash(hash, octets[at] ?? 0);
  const name = namesByHash().get(hash);
  if (name?.length !== end - start) return undefined;
  for (let index = 0; index < name.length; index += 1) {
    if (name.charCodeAt(index) !== octets[start + index]) return undefined;
  }
  return name;
}

/** Of two names with one hash the later is found; the other is made anew each time, which is only slower. */
const namesByHash = once((): ReadonlyMap<number, string> => {
  const byHash = new Map<number, string>();
  for (const name of definedNames()) {
    let hash = 0;
    for (let index = 0; index < name.length; index += 1) hash = nextHash(hash, name.charCodeAt(index));
    byHash.set(hash, name);
  }
  return byHash;
});

function nextHash(hash: number, octet: number): number {
  return (Math.imul(hash, 31) + octet) | 0;
}
