/**
 * Which names matter, by first octet, last octet and length: content of pages is made of some ten million names that do not,
 * and a string made for each of them would take longer than everything else.
 */
export type NameMarks = Uint8Array;

const lengthsMax = 32;

export function newMarks(names: Iterable<string>): NameMarks {
  const marks = new Uint8Array(256 * lengthsMax);
  for (const name of names) if (name !== '') marks[markOfName(name)] = 1;
  return marks;
}

/** The mark of a name. */
export function markOfName(name: string): number {
  return markOf(Buffer.from(name, 'latin1'), 0, name.length);
}

/** The mark of the name in these octets from `start` up to `end`. Long names share one, because they may be cut off. */
export function markOf(octets: Uint8Array, start: number, end: number): number {
  const first = octets[start] ?? 0;
  const length = end - start;
  if (length >= lengthsMax) return first * lengthsMax;
  return ((31 * first + (octets[end - 1] ?? 0)) & 0xff) * lengthsMax + length;
}
