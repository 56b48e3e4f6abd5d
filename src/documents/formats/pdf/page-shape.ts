import { Buffer } from 'node:buffer';
import type { PageFacts } from '../../page-runs.ts';
import { isDigit } from './characters.ts';
import type { Inherited } from './page-facts.ts';
import type { PdfDictionary } from './values.ts';

/** Shapes of one document that are kept; writers have one, or one for each side. */
const shapesMax = 4;
/** Pages with more in them are parsed each. */
const shapeOctetsMax = 448;

/** A page that was parsed, as it stands in the document, and what was found. */
export interface ParsedPage {
  readonly octets: Uint8Array;
  readonly page: PdfDictionary;
  readonly inherited: Inherited;
  readonly facts: PageFacts;
}

/** The shapes of the pages met last. */
export class PageShapes {
  readonly #shapes: PageShape[] = [];
  #octets: Uint8Array | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** Facts of the page that begins at `start`, if it has a known shape. */
  find(octets: Uint8Array, start: number, inherited: Inherited): PageFacts | undefined {
    if (octets !== this.#octets) {
      this.#octets = octets;
      this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
    }
    for (const shape of this.#shapes) {
      if (shape.fits(this.#view, start, inherited)) return shape.facts;
    }
    return undefined;
  }

  /** Keeps the shape of a page, if others may share it. */
  add(parsed: ParsedPage): void {
    const tight = tightOf(parsed);
    if (tight === undefined) return;
    if (this.#shapes.length >= shapesMax) this.#shapes.pop();
    this.#shapes.unshift(new PageShape(parsed, tight));
  }
}

/**
 * The octets of a page that was parsed, as a pattern for others: writers make their pages alike but for the numbers in
 * them. What differs in digits only, and not in its boxes, is a page with the same facts. Four octets are compared at
 * once, which takes a tenth of the time of reading them.
 */
class PageShape {
  readonly facts: PageFacts;
  readonly #inherited: Inherited;
  readonly #octets: number;
  /** The octets as words of four, the last of which overlaps the one before it; digits by their upper half only. */
  readonly #words: Int32Array;
  readonly #masks: Int32Array;
  /** Bit 6 of each digit: once 6 is added, it is set in `:` to `?`, which share their upper half with the digits. */
  readonly #beyond: Int32Array;

  constructor({ octets, inherited, facts }: ParsedPage, tight: ReadonlySet<number>) {
    this.facts = facts;
    this.#inherited = inherited;
    this.#octets = octets.length;
    const words = Math.ceil(octets.length / 4);
    this.#words = new Int32Array(words);
    this.#masks = new Int32Array(words);
    this.#beyond = new Int32Array(words);
    for (let index = 0; index < 4 * words; index += 1) {
      const word = index >> 2;
      const at = Math.min(4 * word, octets.length - 4) + (index & 3);
      const loose = isDigit(octets[at]) && !tight.has(at);
      const mask = loose ? 0xf0 : 0xff;
      const shift = 8 * (index & 3);
      this.#words[word] = (this.#words[word] ?? 0) | (((octets[at] ?? 0) & mask) << shift);
      this.#masks[word] = (this.#masks[word] ?? 0) | (mask << shift);
      this.#beyond[word] = (this.#beyond[word] ?? 0) | ((loose ? 0x40 : 0) << shift);
    }
  }

  fits(view: DataView, start: number, inherited: Inherited): boolean {
    if (inherited !== this.#inherited || start + this.#octets > view.byteLength) return false;
    const words = this.#words;
    const masks = this.#masks;
    const beyond = this.#beyond;
    const last = words.length - 1;
    for (let word = 0, at = start; word < last; word += 1, at += 4) {
      const octets = view.getInt32(at, true);
      if ((octets & (masks[word] ?? 0)) !== words[word]) return false;
      if (((octets + 0x06060606) & (beyond[word] ?? 0)) !== 0) return false;
    }
    const octets = view.getInt32(start + this.#octets - 4, true);
    return (
      (octets & (masks[last] ?? 0)) === words[last] && ((octets + 0x06060606) & (beyond[last] ?? 0)) === 0
    );
  }
}

/**
 * The places where even digits must be the same: the boxes of the page. undefined when the shape cannot tell facts: a box
 * that stands elsewhere, a unit, or an escaped name, whose digits are letters.
 */
function tightOf({ octets, page }: ParsedPage): ReadonlySet<number> | undefined {
  if (octets.length < 4 || octets.length > shapeOctetsMax || page.has('UserUnit')) return undefined;
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  if (text.includes('#')) return undefined;
  const tight = new Set<number>();
  for (const box of ['MediaBox', 'CropBox']) {
    const found = [...text.matchAll(new RegExp(`/${box}\\s*\\[[^\\]R]*\\]`, 'g'))];
    if (page.has(box) && found.length === 0) return undefined;
    for (const { index, 0: match } of found) {
      for (let at = index; at < index + match.length; at += 1) tight.add(at);
    }
  }
  return tight;
}
