/** A test for documents that begin with these octets. */
export function startsWith(...magic: readonly number[]): (head: Uint8Array) => boolean {
  return (head) => magic.every((octet, index) => head[index] === octet);
}

/** A test for documents that begin with one of these texts, one octet a character. */
export function startsWithText(...magics: readonly string[]): (head: Uint8Array) => boolean {
  return (head) => magics.some((magic) => hasTextAt(head, 0, magic));
}

/** A test for documents whose first octets, one a character, match a pattern; at most 256 of them are looked at. */
export function startsLike(pattern: RegExp): (head: Uint8Array) => boolean {
  return (head) => pattern.test(Buffer.from(head.subarray(0, 256)).toString('latin1'));
}

/** The octets behind leading NULs. */
export function withoutNuls(octets: Uint8Array): Uint8Array {
  const start = octets.findIndex((octet) => octet !== 0);
  return start < 0 ? octets.subarray(octets.length) : octets.subarray(start);
}

/** Whether `text` (one octet a character) stands at `offset`. */
export function hasTextAt(octets: Uint8Array, offset: number, text: string): boolean {
  if (offset + text.length > octets.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (octets[offset + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** For formats that only a wrapper can name, because nothing in their octets tells them from others. */
export function never(): boolean {
  return false;
}
