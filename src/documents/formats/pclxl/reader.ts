import { plural } from '../../../base/plural.ts';
import type { PageCount, UncountableWhy } from '../../../model/page-count.ts';
import { XlPages } from './pages.ts';
import { XlScanner } from './scanner.ts';

/** Reads PCL XL from its header line to the escape that leaves the language, in chunks of any size. */
export class XlReader {
  readonly #mediaType: string;
  readonly #pages: XlPages;
  readonly #scanner: XlScanner;

  constructor(mediaType: string, looksAtColour: boolean) {
    this.#mediaType = mediaType;
    this.#pages = new XlPages(looksAtColour);
    this.#scanner = new XlScanner(this.#pages);
  }

  /** Whether the language was left: by an escape, or because the rest makes no sense. */
  get ended(): boolean {
    return this.#scanner.end !== 'running';
  }

  /** Takes octets from `start` on; returns the position of what no longer belongs to the language. */
  take(chunk: Uint8Array, start: number): number {
    return this.#scanner.take(chunk, start);
  }

  answer(): PageCount {
    const pages = this.#pages;
    const problem = this.#problem();
    if (problem !== undefined) return this.unknown(...problem);
    if (pages.list.impressions === 0) return this.unknown('empty', 'There is no page that prints.');
    return {
      kind: 'counted',
      format: this.#mediaType,
      pages: pages.list.pages,
      runs: pages.list.finish(),
      confidence: 'exact',
      source: 'BeginPage and EndPage, data passed over by length',
      evidence: this.#evidence(),
    };
  }

  unknown(why: UncountableWhy, sentence: string): PageCount {
    const { list, unprinted } = this.#pages;
    const seen = list.pages - unprinted;
    const pagesSeen = seen > 0 ? { seen } : {};
    return { kind: 'unknown', format: this.#mediaType, why, ...pagesSeen, evidence: [sentence] };
  }

  #problem(): readonly [UncountableWhy, string] | undefined {
    const pages = this.#pages;
    const { end, complete } = this.#scanner;
    const where = `Behind ${plural(pages.list.pages, 'page')}`;
    if (end === 'unsupported') return ['unsupported', 'The ASCII binding of PCL XL is not read.'];
    if (end === 'damaged') {
      const { why, sentence } = pages.problem ?? { why: 'damaged', sentence: 'an octet that is no tag' };
      return [why, `${where}: ${sentence}.`];
    }
    if (pages.foreignPages) {
      return ['unsupported', `${where}: a stored stream or PCL runs, which may print pages of its own.`];
    }
    if (pages.inPage) return ['incomplete', `Page ${pages.list.pages + 1} is cut off.`];
    // The escape ends a session as well as EndSession does; the end of the octets does not.
    if (!complete || (pages.inSession && end === 'running')) {
      return ['incomplete', `${where}: the session is cut off.`];
    }
    return undefined;
  }

  #evidence(): readonly string[] {
    const { list, unprinted } = this.#pages;
    return [
      `${plural(list.pages, 'page')}, each followed from BeginPage to EndPage.`,
      ...(unprinted === 0 ? [] : [`${plural(unprinted, 'page')} with PageCopies 0: not output.`]),
    ];
  }
}
