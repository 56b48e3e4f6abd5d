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

/** Octets, a view of the same, and where in them a page begins. */
interface Place {
  readonly octets: Uint8Array;
  readonly view: DataView;
  readonly at: number;
}

/** The shapes of the pages met last. */
export class PageShapes {
  /** The one that was met last. */
  last: PageShape | undefined;
  readonly #shapes: PageShape[] = [];

  /** Facts of the page at this place, if it has a known shape. */
  find({ octets, view, at }: Place, inherited: Inherited): PageFacts | undefined {
    for (const shape of this.#shapes) {
      if (!shape.isBelow(inherited) || !shape.fits(view, at, octets.length)) continue;
      this.last = shape;
      return shape.facts;
    }
    return undefined;
  }

  /** Keeps the shape of a page, if others may share it. */
  add(parsed: ParsedPage): void {
    const tight = tightOf(parsed);
    if (tight === undefined) return;
    if (this.#shapes.length >= shapesMax) this.#shapes.pop();
    this.last = new PageShape(parsed, tight);
    this.#shapes.unshift(this.last);
  }
}

/**
 * The octets of a page that was parsed, as a pattern for others: writers make their pages alike but for the numbers in
 * them. What differs in digits only, and not in its boxes, is a page with the same facts. Eight octets that must be the
 * same, or four that may differ in digits, are compared at once, which takes a tenth of the time of reading them.
 */
class PageShape {
  readonly facts: PageFacts;
  readonly #inherited: Inherited;
  readonly #octets: number;
  /** Where eight octets must be the same, and these as a number; text is never NaN, nor a negative zero. */
  readonly #exactAt: Int32Array;
  readonly #exact: Float64Array;
  /** Where four octets may differ in digits, of which the upper half counts only. */
  readonly #looseAt: Int32Array;
  readonly #words: Int32Array;
  readonly #masks: Int32Array;
  /** Bit 6 of each digit: once 6 is added, it is set in `:` to `?`, which share their upper half with the digits. */
  readonly #beyond: Int32Array;

  constructor({ octets, inherited, facts }: ParsedPage, tight: ReadonlySet<number>) {
    this.facts = facts;
    this.#inherited = inherited;
    this.#octets = octets.length;
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    const loose = Uint8Array.from(octets, (octet, at) => (isDigit(octet) && !tight.has(at) ? 1 : 0));
    const { eights, fours } = pieces(loose);
    this.#exactAt = Int32Array.from(eights);
    this.#exact = Float64Array.from(eights, (at) => view.getFloat64(at, true));
    this.#looseAt = Int32Array.from(fours);
    this.#masks = Int32Array.from(fours, (at) => wordOf(loose, at, (digit) => (digit === 1 ? 0xf0 : 0xff)));
    this.#beyond = Int32Array.from(fours, (at) => wordOf(loose, at, (digit) => (digit === 1 ? 0x40 : 0)));
    this.#words = this.#masks.map((mask, index) => view.getInt32(fours[index] ?? 0, true) & mask);
  }

  /** Whether pages of this shape take from the nodes above them what this one does. */
  isBelow(inherited: Inherited): boolean {
    return inherited === this.#inherited;
  }

  /** `end` is the length of the view, which is known to callers and takes time to ask for. */
  fits(view: DataView, start: number, end: number): boolean {
    if (start + this.#octets > end) return false;
    const exactAt = this.#exactAt;
    const exact = this.#exact;
    for (let index = 0; index < exactAt.length; index += 1) {
      if (view.getFloat64(start + (exactAt[index] ?? 0), true) !== exact[index]) return false;
    }
    const looseAt = this.#looseAt;
    const words = this.#words;
    const masks = this.#masks;
    const beyond = this.#beyond;
    for (let index = 0; index < looseAt.length; index += 1) {
      const octets = view.getInt32(start + (looseAt[index] ?? 0), true);
      if ((octets & (masks[index] ?? 0)) !== words[index]) return false;
      if (((octets + 0x06060606) & (beyond[index] ?? 0)) !== 0) return false;
    }
    return true;
  }
}

/** Covers a page, at least eight octets long, by pieces of eight octets without loose digits and of four with or without. */
function pieces(loose: Uint8Array): {
  readonly eights: readonly number[];
  readonly fours: readonly number[];
} {
  const eights: number[] = [];
  const fours: number[] = [];
  for (let at = 0; at < loose.length; ) {
    const last = loose.length - at < 8 ? loose.length - 8 : at;
    if (!loose.subarray(last, last + 8).includes(1)) {
      eights.push(last);
      at = last + 8;
    } else {
      fours.push(Math.min(at, loose.length - 4));
      at += 4;
    }
  }
  return { eights, fours };
}

function wordOf(loose: Uint8Array, at: number, octetOf: (digit: number | undefined) => number): number {
  let word = 0;
  for (let index = 0; index < 4; index += 1) word |= octetOf(loose[at + index]) << (8 * index);
  return word;
}

/**
 * The places where even digits must be the same: the boxes of the page. undefined when the shape cannot tell facts: a box
 * that stands elsewhere, a unit, or an escaped name, whose digits are letters.
 */
function tightOf({ octets, page }: ParsedPage): ReadonlySet<number> | undefined {
  if (octets.length < 8 || octets.length > shapeOctetsMax || page.has('UserUnit')) return undefined;
  const text = Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('latin1');
  // Eight zeros would be like seven of them and 80, a negative zero.
  if (text.includes('#') || text.includes('\0')) return undefined;
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
