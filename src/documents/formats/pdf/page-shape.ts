import { Buffer } from 'node:buffer';
import type { PageFacts } from '../../page-runs.ts';
import { isDigit } from './characters.ts';
import { DigitPattern, patternOctetsMin } from './digit-pattern.ts';
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
      if (!shape.isBelow(inherited) || !shape.pattern.fits(view, at, octets.length)) continue;
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
 * A page that was parsed, as a pattern for others: writers make their pages alike but for the numbers in them. What differs in
 * digits only, and not in its boxes, is a page with the same facts.
 */
class PageShape {
  readonly facts: PageFacts;
  readonly pattern: DigitPattern;
  readonly #inherited: Inherited;

  constructor({ octets, inherited, facts }: ParsedPage, tight: ReadonlySet<number>) {
    this.facts = facts;
    this.#inherited = inherited;
    const loose = Uint8Array.from(octets, (octet, at) => (isDigit(octet) && !tight.has(at) ? 1 : 0));
    this.pattern = new DigitPattern(octets, loose);
  }

  /** Whether pages of this shape take from the nodes above them what this one does. */
  isBelow(inherited: Inherited): boolean {
    return inherited === this.#inherited;
  }
}

/**
 * The places where even digits must be the same: the boxes of the page. undefined when the shape cannot tell facts: a box
 * that stands elsewhere, a unit, or an escaped name, whose digits are letters.
 */
function tightOf({ octets, page }: ParsedPage): ReadonlySet<number> | undefined {
  if (octets.length < patternOctetsMin || octets.length > shapeOctetsMax || page.has('UserUnit'))
    return undefined;
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
