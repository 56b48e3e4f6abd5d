import type { Counted } from '../model/page-count.ts';
import type { Sides } from '../model/ticket.ts';
import { type PageFacts, PageRunList } from './page-runs.ts';

/** How often pages print, and on which sides; undefined when the data does not say. */
interface Printing {
  readonly copies: number;
  readonly sides: Sides | undefined;
}

/** What a count says of pages, with one number of copies and one word on sides for all of them. */
export type CopiedPages = Pick<Counted, 'pages' | 'copiesInside' | 'sidesInside' | 'runs'>;

/**
 * Pages whose copies and sides the data sets page by page (PCL, PCL XL) or job by job (PJL). A count has one number of
 * copies: where they differ, every copy is taken for a page, which keeps the number of impressions right. Sides that
 * differ are not told.
 */
export class PageCopies {
  readonly #once = new PageRunList();
  readonly #unrolled = new PageRunList();
  #first: Printing | undefined;
  #copiesDiffer = false;
  #sidesDiffer = false;

  get pages(): number {
    return this.#once.pages;
  }

  get impressions(): number {
    return this.#unrolled.pages;
  }

  /** Whether copies differed, so that each copy stands as a page of its own. */
  get unrolled(): boolean {
    return this.#copiesDiffer;
  }

  add(facts: PageFacts, printing: Printing, pages = 1): void {
    const { copies, sides } = printing;
    this.#first ??= printing;
    this.#copiesDiffer ||= copies !== this.#first.copies;
    this.#sidesDiffer ||= sides !== this.#first.sides;
    this.#once.add(facts, pages);
    this.#unrolled.add(facts, pages * copies);
  }

  finish(): CopiedPages {
    const list = this.unrolled ? this.#unrolled : this.#once;
    const sides = this.#sidesDiffer ? undefined : this.#first?.sides;
    return {
      pages: list.pages,
      copiesInside: this.unrolled ? 1 : (this.#first?.copies ?? 1),
      ...(sides === undefined ? {} : { sidesInside: sides }),
      runs: list.finish(),
    };
  }
}
