import type { Ink } from '../model/page-count.ts';

/** Pages whose ink is kept: 4 MB. */
const inkPagesMax = 100_000;

/** Gathers the ink of the pages of a document; told only when that of every page is known. */
export class InkList {
  readonly #inks: Ink[] = [];
  #isWhole = true;

  add(ink: Ink | undefined): void {
    this.#isWhole &&= ink !== undefined && this.#inks.length < inkPagesMax;
    if (ink !== undefined && this.#isWhole) this.#inks.push(ink);
  }

  /** As a count holds it; nothing where a page is missing. */
  told(pages: number): { readonly ink?: readonly Ink[] } {
    return this.#isWhole && this.#inks.length === pages ? { ink: this.#inks } : {};
  }
}
