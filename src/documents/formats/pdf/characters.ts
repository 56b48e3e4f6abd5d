/** Classes of octets (ISO 32000-1 §7.2.2, tables 1 and 2). */
export const regular = 0;
export const white = 1;
export const delimiter = 2;

/** Class by octet: NUL, TAB, LF, FF, CR and space are white; ( ) < > [ ] { } / % delimit. */
export const classes: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) => {
  if ([0, 9, 10, 12, 13, 32].includes(octet)) return white;
  return '()<>[]{}/%'.includes(String.fromCharCode(octet)) ? delimiter : regular;
});

export function isWhite(octet: number | undefined): boolean {
  return octet !== undefined && classes[octet] === white;
}

export function isDigit(octet: number | undefined): boolean {
  return octet !== undefined && octet >= 0x30 && octet <= 0x39;
}

/** Value of a hexadecimal digit, −1 for anything else. */
export function hexDigit(octet: number | undefined): number {
  if (octet === undefined) return -1;
  if (octet >= 0x30 && octet <= 0x39) return octet - 0x30;
  const letter = octet | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
