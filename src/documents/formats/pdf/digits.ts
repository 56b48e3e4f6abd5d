/**
 * The number that four digits in ASCII make, read at once; −1 when one of them is none. In a little-endian word the first
 * digit is the lowest octet: ten times the word and the word moved by an octet add up to the two pairs of digits.
 */
export function fourDigits(view: DataView, at: number): number {
  const digits = view.getInt32(at, true) ^ 0x30303030;
  // 0x76 brings what is above 9 to bit 7.
  if (((digits | (digits + 0x76767676)) & 0x80808080) !== 0) return -1;
  const pairs = 10 * digits + (digits >>> 8);
  return 100 * (pairs & 0xff) + ((pairs >>> 16) & 0xff);
}

/** The same of two digits. */
export function twoDigits(view: DataView, at: number): number {
  const first = view.getUint8(at) - 0x30;
  const second = view.getUint8(at + 1) - 0x30;
  return first < 0 || first > 9 || second < 0 || second > 9 ? -1 : 10 * first + second;
}
