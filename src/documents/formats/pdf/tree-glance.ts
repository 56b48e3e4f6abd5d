import type { PageFacts } from '../../page-runs.ts';
import { NodeScan } from './node-scan.ts';
import type { ObjectStore } from './object-store.ts';
import { type Inherited, inherit, isNode, pageMedia } from './page-facts.ts';
import { PageShapes } from './page-shape.ts';
import { PdfParser } from './parser.ts';
import { isDictionary } from './values.ts';

/** A page without its streams, or a node of some dozen kids. */
const glanceOctets = 512;
/** A node of a million kids. */
const glanceOctetsMax = 16_777_216;
/** `number generation obj`, and what the parser may want to see behind a value. */
const marginOctets = 64;

/** Kids of one node, from one place to another. */
interface Kids {
  readonly kids: readonly unknown[];
  readonly from: number;
  readonly to: number;
  readonly inherited: Inherited;
}

/**
 * Looks at objects of the page tree without parsing each: a page is known by its likeness to one that was parsed, a plain
 * node by its keys. 100 000 pages take 15 ms so, and 300 ms when all are parsed. What a look finds holds until the next.
 */
export class TreeGlance {
  /** Of a page. */
  facts: PageFacts = {};
  /** Of a node. */
  kids: readonly number[] = [];
  inherited: Inherited | undefined;
  readonly #store: ObjectStore;
  readonly #scan = new NodeScan();
  readonly #shapes = new PageShapes();

  constructor(store: ObjectStore) {
    this.#store = store;
  }

  /** What the object is; `unsure` when the caller must parse it. */
  look(number: number, inherited: Inherited): 'page' | 'node' | 'unsure' {
    for (let octets = glanceOctets; octets <= glanceOctetsMax; octets *= 8) {
      const store = this.#store;
      if (!store.locate(number, octets)) return 'unsure';
      if (octets === glanceOctets && this.#isKnownPage(inherited)) return 'page';
      const kind = this.#scan.read(store);
      if (kind === 'node') {
        this.kids = this.#scan.kids;
        this.inherited = this.#passedOn(store.octets, inherited);
        return 'node';
      }
      if (kind === 'other') return this.#readPage(inherited) ? 'page' : 'unsure';
      // An object that is longer than most is paid for: it may be referred to a million times.
      if (store.octets.length - store.at < octets - marginOctets) return 'unsure';
      if (!store.effort.spendRead(octets)) return 'unsure';
    }
    return 'unsure';
  }

  /**
   * How many of these kids, from one on, are pages like the one met last; `facts` are theirs. Most pages of most
   * documents are met in this loop.
   */
  alike({ kids, from, to, inherited }: Kids): number {
    const store = this.#store;
    const shape = this.#shapes.last;
    if (shape === undefined || !shape.isBelow(inherited)) return 0;
    const { pattern } = shape;
    this.facts = shape.facts;
    let at = from;
    while (at < to) {
      const many = store.alike(pattern, { numbers: kids, from: at, to });
      at += many;
      if (many > 0) continue;
      const kid = kids[at];
      if (typeof kid !== 'number' || !store.locate(kid, glanceOctets)) break;
      if (!pattern.fits(store.view, store.at, store.octets.length)) break;
      at += 1;
    }
    return at - from;
  }

  #isKnownPage(inherited: Inherited): boolean {
    const facts = this.#shapes.find(this.#store, inherited);
    if (facts === undefined) return false;
    this.facts = facts;
    return true;
  }

  /** Parses a page where it stands, and keeps its shape. */
  #readPage(inherited: Inherited): boolean {
    const { octets, at } = this.#store;
    const parser = new PdfParser(octets, at);
    const page = parser.value();
    if (parser.damaged || parser.position + marginOctets > octets.length || !isDictionary(page)) return false;
    if (isNode(page)) return false;
    const media = pageMedia(inherit(inherited, page), page, this.#store.resolve);
    this.facts = { media };
    this.#shapes.add({ octets: octets.slice(at, parser.position), page, inherited, facts: this.facts });
    return true;
  }

  /** Resources are not looked at: they matter to colour only, which takes parsing. */
  #passedOn(octets: Uint8Array, inherited: Inherited): Inherited {
    const { mediaStart, cropStart } = this.#scan;
    if (mediaStart === 0 && cropStart === 0) return inherited;
    const boxAt = (start: number) => new PdfParser(octets, start).value();
    return {
      mediaBox: mediaStart === 0 ? inherited.mediaBox : boxAt(mediaStart),
      cropBox: cropStart === 0 ? inherited.cropBox : boxAt(cropStart),
      resources: inherited.resources,
    };
  }
}
