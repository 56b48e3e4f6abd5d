/** IPP messages spelled octet by octet, without help of the codec under test. */

/** Octets from hexadecimal digits; blanks are for the reader. */
export function hex(digits: string): Buffer {
  return Buffer.from(digits.replaceAll(/\s/g, ''), 'hex');
}

/** Octets with their length in front. */
export function counted(octets: string | Buffer): Buffer {
  const value = Buffer.from(octets);
  return Buffer.concat([Buffer.of(value.length >> 8, value.length & 0xff), value]);
}

/** One value of an attribute; an empty name adds a value to the attribute before. */
export function rawValue(tag: number, name: string, value: string | Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), counted(name), counted(value)]);
}

/** A message of version 2.0 with request-id 1 and the end tag; the groups begin with their own delimiters. */
export function rawMessage(code: number, ...parts: readonly (Buffer | number)[]): Buffer {
  const groups = parts.map((part) => (typeof part === 'number' ? Buffer.of(part) : part));
  return Buffer.concat([Buffer.of(2, 0, code >> 8, code & 0xff, 0, 0, 0, 1), ...groups, Buffer.of(3)]);
}
