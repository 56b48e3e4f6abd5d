import { type PageRun, pageRunsMax, pagesIn } from '../model/page-count.ts';
import type { Sides } from '../model/ticket.ts';

/** What is known of a page (`PageRun` tells each); what is undefined is not known. */
export interface PageFacts {
  readonly media?: string | undefined;
  readonly colour?: boolean | undefined;
  readonly blank?: boolean | undefined;
  readonly copies?: number | undefined;
  readonly sides?: Sides | undefined;
  readonly newDocument?: boolean | undefined;
}

/** A run that may still grow. */
interface OpenRun {
  readonly first: number;
  last: number;
  readonly facts: PageFacts;
}

/**
 * Gathers pages into runs of equal facts. Past `pageRunsMax` runs size, colour and blankness are given up; when copies and sides
 * change more often than that, each copy stands as a page of its own. The number of impressions is always right.
 */
export class PageRunList {
  #runs: OpenRun[] = [];
  #pages = 0;
  #impressions = 0;
  #kept: 'all' | 'printing' | 'impressions' = 'all';

  get pages(): number {
    return this.#kept === 'impressions' ? this.#impressions : this.#pages;
  }

  /** Pages times their copies. */
  get impressions(): number {
    return this.#impressions;
  }

  add(facts: PageFacts, pages = 1): void {
    if (pages === 0) return;
    this.#pages += pages;
    this.#impressions += pages * (facts.copies ?? 1);
    if (this.#kept === 'impressions') return;
    this.#append(this.#kept === 'all' ? facts : printingFacts(facts), pages);
    if (this.#runs.length > pageRunsMax) this.#giveUp();
  }

  /** Adds the pages of another document of the stream. */
  addDocument(runs: readonly PageRun[]): void {
    for (const [index, run] of runs.entries()) {
      this.add(index === 0 ? { ...run, newDocument: true } : run, pagesIn(run));
    }
  }

  /** Runs that cover 1 to `pages`. */
  finish(): readonly PageRun[] {
    if (this.#kept === 'impressions') return [{ first: 1, last: this.#impressions }];
    return this.#runs.map(({ first, last, facts }) => ({ first, last, ...told(facts, first) }));
  }

  #append(facts: PageFacts, pages: number): void {
    const run = this.#runs.at(-1);
    if (run !== undefined && facts.newDocument !== true && isSame(run.facts, facts)) run.last += pages;
    else {
      const first = (run?.last ?? 0) + 1;
      this.#runs.push({ first, last: first + pages - 1, facts });
    }
  }

  #giveUp(): void {
    if (this.#kept === 'all') {
      const runs = this.#runs;
      this.#runs = [];
      this.#kept = 'printing';
      for (const run of runs) this.#append(printingFacts(run.facts), pagesIn(run));
    }
    if (this.#runs.length > pageRunsMax) {
      this.#runs = [];
      this.#kept = 'impressions';
    }
  }
}

function printingFacts({ copies, sides, newDocument }: PageFacts): PageFacts {
  return { copies, sides, newDocument };
}

function isSame(a: PageFacts, b: PageFacts): boolean {
  return (
    a.media === b.media &&
    a.colour === b.colour &&
    a.blank === b.blank &&
    a.copies === b.copies &&
    a.sides === b.sides
  );
}

/** Facts without those that are not known; before the first page there is no other document. */
function told(
  { media, colour, blank, copies, sides, newDocument }: PageFacts,
  first: number,
): Partial<PageRun> {
  return {
    ...(media === undefined ? {} : { media }),
    ...(colour === undefined ? {} : { colour }),
    ...(blank === undefined ? {} : { blank }),
    ...(copies === undefined ? {} : { copies }),
    ...(sides === undefined ? {} : { sides }),
    ...(newDocument === true && first > 1 ? { newDocument } : {}),
  };
}
