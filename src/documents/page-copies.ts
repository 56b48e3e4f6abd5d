import type { PageRun } from '../model/page-count.ts';
import { type PageFacts, PageRunList } from './page-runs.ts';

/** Pages, their facts, and one number of copies for all of them. */
export interface CopiedPages {
  readonly pages: number;
  readonly copies: number;
  readonly runs: readonly PageRun[];
  /** Copies differed, so that each copy stands as a page of its own. */
  readonly unrolled: boolean;
}

/**
 * Pages whose copies the data sets page by page (PCL) or job by job (PJL). A count has one number of copies: where they
 * differ, every copy is taken for a page, which keeps the number of impressions right.
 */
export class PageCopies {
  readonly #once = new PageRunList();
  readonly #unrolled = new PageRunList();
  #copies: number | undefined;
  #differ = false;

  get pages(): number {
    return this.#once.pages;
  }

  get impressions(): number {
    return this.#unrolled.pages;
  }

  add(facts: PageFacts, copies: number, pages = 1): void {
    this.#copies ??= copies;
    this.#differ ||= copies !== this.#copies;
    this.#once.add(facts, pages);
    this.#unrolled.add(facts, pages * copies);
  }

  finish(): CopiedPages {
    const unrolled = this.#differ;
    const { pages } = unrolled ? this.#unrolled : this.#once;
    const runs = (unrolled ? this.#unrolled : this.#once).finish();
    return { pages, copies: unrolled ? 1 : (this.#copies ?? 1), runs, unrolled };
  }
}
