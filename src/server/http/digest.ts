/** FNV-1a, 32 bits: a key for finding, which the octets themselves then confirm. Goes on from `digest`. */
export function digestOf(octets: Buffer, from: number, to: number, digest: number = basis): number {
  let each = digest;
  for (let at = from; at < to; at += 1) each = Math.imul(each ^ (octets[at] ?? 0), prime);
  return each;
}

const basis = 0x811c9dc5;
const prime = 0x01000193;
