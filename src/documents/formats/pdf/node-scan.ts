import { Buffer } from 'node:buffer';
import { classes, isDigit, isWhite, regular } from './characters.ts';
import { fourDigits } from './digits.ts';
import type { OctetsAt } from './octets-at.ts';
import { noOctets, noView } from './window.ts';

/** What a look at an object says; `cut` is one that goes on behind what is at hand. */
export type Scanned = 'node' | 'cut' | 'other';

/**
 * Reads an inner node of the page tree without making anything of it but the numbers of its kids, in a tenth of the time
 * of parsing it:
 *
 *     << /Type /Pages /Parent 2 0 R /Count 2 /Kids [3 0 R 4 0 R] /MediaBox [0 0 595 842] >>
 *
 * These keys in any order, each with the plainest of values; all else is `other` and takes the parser.
 */
export class NodeScan {
  kids: number[] = [];
  /** Where the boxes that pages inherit begin; 0 where there are none. */
  mediaStart = 0;
  cropStart = 0;
  #octets = noOctets;
  #view = noView;
  #at = 0;

  read({ octets, view, at }: OctetsAt): Scanned {
    this.#octets = octets;
    this.#view = view;
    this.#at = at;
    this.kids = [];
    this.mediaStart = this.cropStart = 0;
    if (this.#dictionary()) return this.kids.length > 0 ? 'node' : 'other';
    return this.#at + keyOctetsMax > octets.length ? 'cut' : 'other';
  }

  #dictionary(): boolean {
    this.#skipWhite();
    if (!this.#takes(0x3c) || !this.#takes(0x3c)) return false;
    for (;;) {
      this.#skipWhite();
      if (this.#takes(0x3e)) return this.#takes(0x3e);
      const key = this.#key();
      if (key === undefined || !this.#value(key)) return false;
    }
  }

  #key(): Key | undefined {
    const octets = this.#octets;
    const at = this.#at;
    if (at + keyOctetsMax > octets.length) return undefined;
    const head = this.#view.getInt32(at, true);
    for (const { name, written, head: keyHead } of keys) {
      if (head !== keyHead) continue;
      let length = 4;
      while (length < written.length && octets[at + length] === written[length]) length += 1;
      if (length < written.length || classes[octets[at + length] ?? 0] === regular) continue;
      this.#at = at + length;
      this.#skipWhite();
      return name;
    }
    return undefined;
  }

  #value(key: Key): boolean {
    switch (key) {
      case 'Kids':
        return this.kids.length === 0 && this.#kids();
      case 'MediaBox':
        this.mediaStart = this.#at;
        return this.#numbers();
      case 'CropBox':
        this.cropStart = this.#at;
        return this.#numbers();
      case 'Type':
        return this.#takes(slash) && this.#letters() > 0;
      case 'Count':
      case 'Rotate':
        return this.#number() >= 0;
      case 'Parent':
      case 'Resources':
        return this.#reference() >= 0;
    }
  }

  /** Kids in the usual way of writing are read in one loop; the first that stands otherwise is looked at closely. */
  #kids(): boolean {
    if (!this.#takes(0x5b)) return false;
    for (;;) {
      this.#plainKids();
      this.#skipWhite();
      if (this.#takes(0x5d)) return true;
      const number = this.#reference();
      if (number < 0) return false;
      this.kids.push(number);
    }
  }

  /** `12 0 R 34 0 R `, up to the first that is written otherwise. */
  #plainKids(): void {
    const octets = this.#octets;
    const view = this.#view;
    const kids = this.kids;
    const last = octets.length - 16;
    for (let at = this.#at; ; this.#at = at) {
      while (octets[at] === 0x20) at += 1;
      // Nine digits and five octets behind them at most.
      if (at > last) return;
      const start = at;
      let number = Math.max(0, fourDigits(view, at));
      if (number > 0) at += 4;
      for (let digit = (octets[at] ?? 0) - 0x30; digit >= 0 && digit <= 9; digit = (octets[at] ?? 0) - 0x30) {
        number = number * 10 + digit;
        at += 1;
      }
      if (at === start || at - start > 9 || view.getInt32(at, true) !== blank0blankR) return;
      at += 4;
      const end = octets[at];
      if (end === 0x20 || end === 0x0a) at += 1;
      else if (end !== 0x5d) return;
      kids.push(number);
    }
  }

  /** The object number of `12 0 R`; −1 for anything else. */
  #reference(): number {
    const number = this.#number();
    if (!this.#skipWhite() || this.#number() < 0 || !this.#skipWhite() || !this.#takes(0x52)) return -1;
    const next = this.#octets[this.#at];
    return next === undefined || classes[next] !== regular ? number : -1;
  }

  /** A whole number of at most ten digits (ISO 32000-1 annex C.2); −1 for anything else. */
  #number(): number {
    const octets = this.#octets;
    const start = this.#at;
    let value = 0;
    let at = start;
    for (; isDigit(octets[at]); at += 1) value = value * 10 + (octets[at] ?? 0) - 0x30;
    this.#at = at;
    return at === start || at - start > 10 ? -1 : value;
  }

  /** An array of numbers, passed over. */
  #numbers(): boolean {
    if (!this.#takes(0x5b)) return false;
    for (; ; this.#at += 1) {
      const octet = this.#octets[this.#at];
      if (octet === 0x5d) return this.#takes(0x5d);
      const fits = isDigit(octet) || isWhite(octet) || octet === 0x2d || octet === 0x2e;
      if (!fits) return false;
    }
  }

  /** Passes over letters, and says how many. */
  #letters(): number {
    const start = this.#at;
    while (isLetter(this.#octets[this.#at])) this.#at += 1;
    return this.#at - start;
  }

  /** Whether there was any. */
  #skipWhite(): boolean {
    const start = this.#at;
    while (isWhite(this.#octets[this.#at])) this.#at += 1;
    return this.#at > start;
  }

  #takes(octet: number): boolean {
    if (this.#octets[this.#at] !== octet) return false;
    this.#at += 1;
    return true;
  }
}

const slash = 0x2f;
/** The longest of these keys. */
const keyOctetsMax = 11;
/** ` 0 R` as a little-endian word. */
const blank0blankR = 0x52203020;

const keys = (['Type', 'Parent', 'Count', 'Kids', 'MediaBox', 'CropBox', 'Rotate', 'Resources'] as const).map(
  (name) => {
    const written = Buffer.from(`/${name}`, 'latin1');
    return { name, written, head: written.readInt32LE() };
  },
);
type Key = (typeof keys)[number]['name'];

function isLetter(octet = 0): boolean {
  const letter = octet | 0x20;
  return letter >= 0x61 && letter <= 0x7a;
}
