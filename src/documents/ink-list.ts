import type { Ink, PageCount } from '../model/page-count.ts';
import type { FormatCatalogue } from './format.ts';

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

const explanation = 'ink: ';

/** Whether a sentence of the evidence says why there is no ink. */
export function explainsInk(sentence: string): boolean {
  return sentence.startsWith(explanation);
}

/** Says why there is no ink where it was wished; what the format inside a wrapper has said stands. */
export function withInkExplained(count: PageCount, catalogue: FormatCatalogue): PageCount {
  if (count.kind === 'unknown' || count.ink !== undefined) return count;
  if (count.evidence.some(explainsInk)) return count;
  const offered = catalogue.byName(count.format)?.tellsInk === true;
  const why = offered ? 'not every page could be looked at' : `not offered for ${count.format}`;
  return { ...count, evidence: [...count.evidence, `${explanation}${why}`] };
}
