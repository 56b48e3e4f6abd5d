import { type PageFacts, PageRunList } from '../../page-runs.ts';
import type { ColourOf } from './colour.ts';
import type { ObjectStore } from './object-store.ts';
import { type Inherited, inherit, inheritsNothing, isNode, isPage, pageMedia } from './page-facts.ts';
import { TreeGlance } from './tree-glance.ts';
import {
  countOf,
  isDictionary,
  type PdfDictionary,
  PdfReference,
  PdfStream,
  type PdfValue,
} from './values.ts';

/** What a walk of the page tree found. */
export interface PageTree {
  readonly pages: number;
  readonly runs: PageRunList;
  /** Kids that lead nowhere: the document is damaged, or the cross-reference is. */
  readonly missing: number;
  /** Kids that lead back to a node above them; they add nothing. */
  readonly loops: number;
}

/** Eleven objects can unfold to 10^9 pages; no honest tree refers to its pages more often than this. */
const unfoldedPagesMax = 100_000;

/**
 * Walks the page tree from its root, kid by kid (ISO 32000-1 §7.7.3). /Count is never believed: it is wrong in real
 * files, and in others it lies; it only tells what is better left to a worker (`EffortLimits.handsOver`). A page that is referred to three times prints three times. A node is walked once; when
 * it is met again its pages are added without another walk. A stack of our own bears any depth.
 *
 * The walk itself is cheap: most pages are known at a glance. Telling colours takes parsing each page and its content,
 * a hundred times as long; `colourOf` is asked for each page as long as the account of colour (`Effort.colour`) lasts.
 */
export function walkPageTree(root: PdfValue | undefined, store: ObjectStore, colourOf?: ColourOf): PageTree {
  const walk = new Walk(store, colourOf);
  walk.run(root);
  if (walk.pages === 1 && isBare(store.resolve(root))) return new Walk(store, undefined);
  return walk;
}

/** A page may stand in the place of the tree, as some writers have it; an object with nothing of either is none. */
function isBare(root: PdfValue): boolean {
  return isDictionary(root) && !isNode(root) && !isPage(root);
}

const walking = -1;

/** What is kept of a node: its pages, `walking` while it is walked. */
interface NodeWalk {
  pages: number;
}

/** A kid by its object number, or what stands in its place. */
type Kid = number | PdfDictionary | null;

interface Node {
  readonly walk: NodeWalk;
  readonly kids: readonly Kid[];
  readonly inherited: Inherited;
  readonly pagesBefore: number;
  next: number;
  /** Whether its last kid was a node: the next one mostly is another, and a page is then found without its like. */
  aboveNodes: boolean;
}

class Walk implements PageTree {
  readonly runs = new PageRunList();
  missing = 0;
  loops = 0;
  readonly #store: ObjectStore;
  readonly #colourOf: ColourOf | undefined;
  readonly #glance: TreeGlance;
  readonly #open: Node[] = [];
  /** Inner nodes that were met, by object number. */
  readonly #walked = new Map<number, NodeWalk>();
  #pagesMet = 0;

  constructor(store: ObjectStore, colourOf: ColourOf | undefined) {
    this.#store = store;
    this.#colourOf = colourOf;
    this.#glance = new TreeGlance(store);
  }

  get pages(): number {
    return this.runs.pages;
  }

  run(root: PdfValue | undefined): void {
    this.#enter(kidOf(root ?? null), inheritsNothing);
    for (let node = this.#open.at(-1); node !== undefined; node = this.#open.at(-1)) {
      if (!this.#goOn(node, this.#open.length)) return;
    }
  }

  /** Goes through kids to the next inner node, or to the end; false when the effort is spent. */
  #goOn(node: Node, depth: number): boolean {
    while (node.next < node.kids.length) {
      this.#passAlike(node);
      if (node.next === node.kids.length) break;
      const kid = node.kids[node.next] ?? null;
      node.next += 1;
      if (!this.#store.effort.spendKid()) return false;
      this.#enter(kid, node.inherited);
      node.aboveNodes = this.#open.length > depth;
      if (node.aboveNodes) return true;
    }
    this.#leave(node);
    return true;
  }

  /** Goes past pages that are like the one before. */
  #passAlike(node: Node): void {
    const { effort } = this.#store;
    if (node.aboveNodes || this.#needsParsing()) return;
    const { kids, next: from, inherited } = node;
    const pages = this.#glance.alike({
      kids,
      from,
      to: Math.min(kids.length, from + effort.kidsLeft),
      inherited,
    });
    if (pages === 0) return;
    node.next += pages;
    effort.spendKid(pages);
    this.#addPage(this.#glance.facts, pages);
  }

  #enter(kid: Kid, inherited: Inherited): void {
    if (typeof kid !== 'number') {
      if (kid !== null) this.#read(0, kid, inherited);
      return;
    }
    const seen = this.#needsParsing() ? 'unsure' : this.#glance.look(kid, inherited);
    if (seen === 'page') {
      this.#addPage(this.#glance.facts);
      return;
    }
    const walked = this.#walked.get(kid);
    if (walked !== undefined) this.#meetAgain(walked.pages);
    else if (seen === 'node') this.#enterNode(kid, this.#glance.kids, this.#glance.inherited ?? inherited);
    else this.#parse(kid, inherited);
  }

  #needsParsing(): boolean {
    return this.#colourOf !== undefined && this.#store.effort.colour?.passed === undefined;
  }

  #parse(number: number, inherited: Inherited): void {
    const lookup = this.#store.look(number);
    if (lookup.kind === 'found') this.#read(number, this.#store.resolve(lookup.value), inherited);
    else if (lookup.kind !== 'free') this.missing += 1;
  }

  #read(number: number, value: PdfValue, inherited: Inherited): void {
    // A page with data of its own is none by the standard; qpdf, poppler, MuPDF and Ghostscript all print it.
    const kid = value instanceof PdfStream ? value.dictionary : value;
    // null and other things that are no dictionary are no pages (ISO 32000-1 §7.3.9).
    if (!isDictionary(kid)) return;
    if (!this.#store.effort.mayEnter(countOf(kid.get('Count')) ?? 0)) return;
    const kids = this.#store.resolve(kid.get('Kids'));
    const passedOn = inherit(inherited, kid);
    if (Array.isArray(kids)) this.#enterNode(number, kids.map(kidOf), passedOn);
    else if (isNode(kid)) this.missing += 1;
    else this.#addPage(this.#factsOf(kid, passedOn));
  }

  #factsOf(page: PdfDictionary, inherited: Inherited): PageFacts {
    const media = pageMedia(inherited, page, this.#store.resolve);
    return { media, colour: this.#colourOf?.(page, inherited) };
  }

  #addPage(facts: PageFacts, pages = 1): void {
    this.#pagesMet += pages;
    this.runs.add(facts, pages);
  }

  #enterNode(number: number, kids: readonly Kid[], inherited: Inherited): void {
    const walk: NodeWalk = { pages: walking };
    // A node that stands in its parent has no number.
    if (number > 0) this.#walked.set(number, walk);
    this.#open.push({ walk, kids, inherited, pagesBefore: this.pages, next: 0, aboveNodes: false });
  }

  #meetAgain(pages: number): void {
    if (pages === walking) {
      this.loops += 1;
      return;
    }
    if (this.pages + pages > unfoldedPagesMax && this.pages + pages > this.#pagesMet) {
      this.#store.effort.pass('pages-unfolded');
      return;
    }
    // Facts may be inherited along this path; they are left open.
    this.runs.add({}, pages);
  }

  #leave(node: Node): void {
    this.#open.pop();
    node.walk.pages = this.pages - node.pagesBefore;
  }
}

function kidOf(value: PdfValue): Kid {
  if (value instanceof PdfReference) return value.number;
  return isDictionary(value) ? value : null;
}
