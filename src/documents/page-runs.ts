import type { PageRun } from '../model/page-count.ts';
import { pageRunsMax } from '../model/page-count.ts';

/** What is known of a page: its size by name and whether it carries colour. */
export interface PageFacts {
  readonly media?: string | undefined;
  readonly colour?: boolean | undefined;
}

/** Gathers pages into runs of equal facts; past `pageRunsMax` runs the facts are given up, never the pages. */
export class PageRunList {
  readonly #runs: PageRun[] = [];
  #media: string | undefined;
  #colour: boolean | undefined;
  #first = 1;
  #pages = 0;
  #overflown = false;

  get pages(): number {
    return this.#pages;
  }

  add(facts: PageFacts, pages = 1): void {
    if (pages === 0) return;
    const same = facts.media === this.#media && facts.colour === this.#colour;
    if (!same || this.#pages === 0) {
      this.#close();
      this.#first = this.#pages + 1;
      this.#media = facts.media;
      this.#colour = facts.colour;
    }
    this.#pages += pages;
  }

  /** Runs that cover 1 to `pages`. */
  finish(): readonly PageRun[] {
    this.#close();
    return this.#overflown ? [{ first: 1, last: this.#pages }] : this.#runs;
  }

  #close(): void {
    if (this.#pages < this.#first || this.#overflown) return;
    if (this.#runs.length === pageRunsMax) {
      this.#overflown = true;
      return;
    }
    this.#runs.push({
      first: this.#first,
      last: this.#pages,
      ...(this.#media === undefined ? {} : { media: this.#media }),
      ...(this.#colour === undefined ? {} : { colour: this.#colour }),
    });
    this.#first = this.#pages + 1;
  }
}
