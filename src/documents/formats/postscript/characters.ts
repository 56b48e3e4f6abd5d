/** What an octet is to the scanner (PLRM3 §3.2). */
export const kinds = {
  regular: 0,
  blank: 1,
  lineEnd: 2,
  delimiter: 3,
  /** Begins a binary token, or is no character of a program at all. */
  strange: 4,
} as const;

export const octets = {
  endOfTransmission: 0x04,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  escape: 0x1b,
  percent: 0x25,
  open: 0x28,
  close: 0x29,
  slash: 0x2f,
  less: 0x3c,
  greater: 0x3e,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  tilde: 0x7e,
} as const;

export const characterKinds: Uint8Array = tableOfKinds();

function tableOfKinds(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(kinds.strange, 0x01, 0x20);
  table.fill(kinds.strange, 0x7f, 0xa0);
  for (const blank of [0x00, 0x09, 0x0c, 0x20]) table[blank] = kinds.blank;
  table[octets.lineFeed] = kinds.lineEnd;
  table[octets.carriageReturn] = kinds.lineEnd;
  for (const delimiter of Buffer.from('()<>[]{}/%')) table[delimiter] = kinds.delimiter;
  return table;
}
