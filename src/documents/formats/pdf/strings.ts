import { hexDigit } from './characters.ts';

/** The octets of a literal string, given what stands between its brackets (ISO 32000-1 §7.3.4.2). */
export function literalOctets(inner: Uint8Array): Uint8Array {
  const out = new Uint8Array(inner.length);
  let length = 0;
  let at = 0;
  while (at < inner.length) {
    const octet = inner[at] ?? 0;
    at += 1;
    if (octet !== 0x5c) {
      out[length++] = octet;
      continue;
    }
    const escape = escaped(inner, at);
    at = escape.next;
    if (escape.octet !== undefined) out[length++] = escape.octet;
  }
  return out.subarray(0, length);
}

/** The octets of a hexadecimal string; an odd last digit is followed by 0 (§7.3.4.3). */
export function hexOctets(inner: Uint8Array): Uint8Array {
  const out = new Uint8Array((inner.length + 1) >> 1);
  let digits = 0;
  for (const octet of inner) {
    const digit = hexDigit(octet);
    if (digit < 0) continue;
    const at = digits >> 1;
    out[at] = digits % 2 === 0 ? digit << 4 : (out[at] ?? 0) | digit;
    digits += 1;
  }
  return out.subarray(0, (digits + 1) >> 1);
}

interface Escape {
  readonly next: number;
  readonly octet?: number;
}

const escapes: ReadonlyMap<number, number> = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x74, 0x09],
  [0x62, 0x08],
  [0x66, 0x0c],
]);

/** What stands behind a backslash (table 3): an octal code, a line end that counts for nothing, or a letter. */
function escaped(inner: Uint8Array, at: number): Escape {
  const octet = inner[at];
  if (octet === undefined) return { next: at };
  if (octet >= 0x30 && octet <= 0x37) return octal(inner, at);
  if (octet === 0x0d) return { next: inner[at + 1] === 0x0a ? at + 2 : at + 1 };
  if (octet === 0x0a) return { next: at + 1 };
  return { next: at + 1, octet: escapes.get(octet) ?? octet };
}

function octal(inner: Uint8Array, start: number): Escape {
  let value = 0;
  let next = start;
  for (; next < start + 3; next += 1) {
    const digit = inner[next] ?? 0;
    if (digit < 0x30 || digit > 0x37) break;
    value = value * 8 + digit - 0x30;
  }
  return { next, octet: value & 0xff };
}
