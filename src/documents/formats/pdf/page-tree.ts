import { PageRunList } from '../../page-runs.ts';
import type { ColourOf } from './colour.ts';
import type { ObjectStore } from './object-store.ts';
import { type Inherited, inherit, inheritsNothing, pageMedia } from './page-facts.ts';
import { isDictionary, nameOf, type PdfDictionary, PdfReference, type PdfValue } from './values.ts';

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
 * files, and in others it lies. A page that is referred to three times prints three times. A node is walked once; when
 * it is met again its pages are added without another walk. A stack of our own bears any depth.
 */
export function walkPageTree(root: PdfValue | undefined, store: ObjectStore, colourOf?: ColourOf): PageTree {
  const walk = new Walk(store, colourOf);
  walk.run(root);
  return walk;
}

interface Node {
  /** Object number; 0 for a node that stands in its parent. */
  readonly number: number;
  readonly kids: readonly PdfValue[];
  readonly inherited: Inherited;
  readonly pagesBefore: number;
  next: number;
}

class Walk implements PageTree {
  readonly runs = new PageRunList();
  missing = 0;
  loops = 0;
  readonly #store: ObjectStore;
  readonly #colourOf: ColourOf | undefined;
  readonly #open: Node[] = [];
  /** Pages below each inner node that was walked; undefined while it is being walked. */
  readonly #walked = new Map<number, number | undefined>();
  #pagesMet = 0;

  constructor(store: ObjectStore, colourOf: ColourOf | undefined) {
    this.#store = store;
    this.#colourOf = colourOf;
  }

  get pages(): number {
    return this.runs.pages;
  }

  run(root: PdfValue | undefined): void {
    this.#enter(root ?? null, inheritsNothing);
    for (let node = this.#open.at(-1); node !== undefined; node = this.#open.at(-1)) {
      const kid = node.kids[node.next];
      node.next += 1;
      if (kid === undefined) this.#leave(node);
      else if (this.#store.effort.spendKid()) this.#enter(kid, node.inherited);
      else return;
    }
  }

  #enter(kid: PdfValue, inherited: Inherited): void {
    const number = kid instanceof PdfReference ? kid.number : 0;
    if (this.#walked.has(number)) {
      this.#meetAgain(this.#walked.get(number));
      return;
    }
    const value = this.#look(kid);
    if (value === undefined) {
      this.missing += 1;
      return;
    }
    // null and other things that are no dictionary are no pages (ISO 32000-1 §7.3.9).
    if (!isDictionary(value)) return;
    const kids = this.#store.resolve(value.get('Kids'));
    if (Array.isArray(kids)) {
      if (number > 0) this.#walked.set(number, undefined);
      this.#open.push({
        number,
        kids,
        inherited: inherit(inherited, value),
        pagesBefore: this.pages,
        next: 0,
      });
      return;
    }
    if (value.has('Kids') || nameOf(value.get('Type')) === 'Pages') this.missing += 1;
    else this.#addPage(value, inherit(inherited, value));
  }

  /** The value of a kid; undefined when it should be there and is not. */
  #look(kid: PdfValue): PdfValue | undefined {
    if (!(kid instanceof PdfReference)) return kid;
    const lookup = this.#store.look(kid.number);
    if (lookup.kind === 'free') return null;
    if (lookup.kind !== 'found') return undefined;
    return lookup.value instanceof PdfReference ? this.#store.resolve(lookup.value) : lookup.value;
  }

  #addPage(page: PdfDictionary, inherited: Inherited): void {
    this.#pagesMet += 1;
    const media = pageMedia(inherited, page, this.#store.resolve);
    this.runs.add({ media, colour: this.#colourOf?.(page, inherited) });
  }

  #meetAgain(pages: number | undefined): void {
    if (pages === undefined) {
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
    if (node.number > 0) this.#walked.set(node.number, this.pages - node.pagesBefore);
  }
}
