import { DviSpecials, type DviTone, specialOctetsMax } from './specials.ts';

/** Octets that follow each operation (The DVI file format, Fuchs 1982); specials and fonts have more, which those say. */
const operandOctets = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code < 128) return 0;
  if (code <= 131) return code - 127;
  if (code === 132 || code === 137) return 8;
  if (code >= 133 && code <= 136) return code - 132;
  if (code === 139) return 44;
  if (code >= 143 && code <= 146) return code - 142;
  for (const first of [148, 153, 157, 162, 167, 235, 239] as const) {
    if (code >= first && code <= first + 3) return code - first + 1;
  }
  // Font number, check sum, scale, design size and the lengths of two names.
  if (code >= 243 && code <= 246) return code - 243 + 1 + 14;
  // Preamble: id, three numbers and the length of a comment.
  return code === 247 ? 14 : 0;
});

const codes = {
  /** From 0 on: letters, and rules among them. */
  lastMark: 137,
  beginPage: 139,
  endPage: 140,
  special: 239,
  fontDefinition: 243,
  preamble: 247,
  postamble: 248,
} as const;

/**
 * Tells of each page whether it is black while a DVI streams by: letters and rules are, in the colour that specials set.
 * What other specials say is for the driver that prints them, so that a page with one is open.
 */
export class DviMarks {
  #code = -1;
  #operandsLeft = 0;
  #value = 0;
  #last = 0;
  #skip = 0;
  #isOpen = false;
  #isColoured = false;
  #ended = false;
  readonly #specials = new DviSpecials();
  #special = '';
  #specialLeft = 0;
  readonly #see: (colour: boolean | undefined) => void;

  /** `see` is called at the end of each page. */
  constructor(see: (colour: boolean | undefined) => void) {
    this.#see = see;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length && !this.#ended; ) {
      if (this.#skip > 0) {
        const passed = Math.min(this.#skip, chunk.length - at);
        if (this.#specialLeft > 0) this.#takeSpecial(chunk.subarray(at, at + passed));
        this.#skip -= passed;
        at += passed;
        continue;
      }
      const octet = chunk[at] ?? 0;
      at += 1;
      if (this.#operandsLeft === 0) this.#begin(octet);
      else this.#takeOperand(octet);
    }
  }

  #begin(code: number): void {
    this.#code = code;
    this.#value = 0;
    this.#operandsLeft = operandOctets[code] ?? 0;
    if (code <= codes.lastMark) this.#mark(this.#specials.tone);
    else if (code === codes.beginPage) this.#mark(this.#specials.background);
    else if (code === codes.endPage) {
      this.#see(this.#isColoured ? true : this.#isOpen ? undefined : false);
      this.#isOpen = false;
      this.#isColoured = false;
    }
    this.#ended = code >= codes.postamble;
  }

  #mark(tone: DviTone): void {
    if (tone === 'grey') return;
    if (tone === 'colour') this.#isColoured = true;
    else this.#isOpen = true;
  }

  /** Lengths stand in the last operands: that of a special in all, of names in two octets, of a comment in one. */
  #takeOperand(octet: number): void {
    this.#value = this.#value * 256 + octet;
    this.#operandsLeft -= 1;
    if (this.#operandsLeft === 0) {
      if (this.#code === codes.preamble) this.#skip = octet;
      else if (this.#code >= codes.fontDefinition) this.#skip = this.#last + octet;
      else if (this.#code >= codes.special) {
        this.#skip = this.#value;
        this.#special = '';
        this.#specialLeft = this.#value;
      }
    }
    this.#last = octet;
  }

  #takeSpecial(part: Uint8Array): void {
    this.#specialLeft -= part.length;
    const room = specialOctetsMax - this.#special.length;
    this.#special += String.fromCharCode(...part.subarray(0, room));
    if (this.#specialLeft > 0) return;
    const isKnown = this.#specials.take(this.#special);
    if (!isKnown) this.#isOpen = true;
    this.#mark(this.#specials.background);
  }
}
