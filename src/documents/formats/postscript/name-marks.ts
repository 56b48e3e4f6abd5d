/**
 * Which names matter, by first octet and length: content of pages is made of some ten million names that do not, and a
 * string made for each of them would take longer than everything else.
 */
export type NameMarks = Uint8Array;

const lengthsMax = 32;

export function newMarks(names: Iterable<string>): NameMarks {
  const marks = new Uint8Array(256 * lengthsMax);
  for (const name of names) {
    if (name !== '') marks[markOf(name.charCodeAt(0) & 0xff, name.length)] = 1;
  }
  return marks;
}

export function markOf(first: number, length: number): number {
  return first * lengthsMax + Math.min(length, lengthsMax - 1);
}
