import { plural } from '../../../base/plural.ts';
import { copiesMax, impressionsMax } from '../../../model/money.ts';
import type { PageCount, UncountableWhy } from '../../../model/page-count.ts';
import type { Sides } from '../../../model/ticket.ts';
import type { WrapperDefaults } from '../../format.ts';
import { PageRunList } from '../../page-runs.ts';
import { PclCursor } from './cursor.ts';
import { PclInk } from './ink.ts';
import { type PclPaper, paperOf, unknownPaper } from './paper.ts';

const feedBehindReset =
  'A form feed follows a reset that ended a page: a laser prints a blank page for it, some inkjet printers none.';

interface Problem {
  readonly why: UncountableWhy;
  readonly sentence: string;
}

/** How the data ended: by a UEL or just so, and whether within a sequence or its payload. */
export interface PclEnd {
  readonly closed: boolean;
  readonly complete: boolean;
  /** Data within a wrapper has an end of its own; without it something is missing. */
  readonly enclosed: boolean;
}

/** The page in work and what is in force for it; ends pages the way the device does. */
export class PclPages {
  readonly #defaults: WrapperDefaults;
  readonly #counted = new PageRunList();
  #cursor = new PclCursor(unknownPaper, false);
  #copies: number;
  #sides: Sides | undefined;
  #paper: PclPaper = unknownPaper;
  #orientation = 0;
  #skipsPerforation = true;
  #wraps = false;
  #returnFeeds = false;
  #marked = false;
  /** A reset ended the page before this one, and nothing has come since that marks or ends it. */
  #followsReset = false;
  #doubt = '';
  #problem: Problem | undefined;

  /** The colours in force and on the page in work. */
  readonly ink: PclInk;

  constructor(defaults: WrapperDefaults, looksAtColour: boolean) {
    this.ink = new PclInk(looksAtColour);
    this.#defaults = defaults;
    this.#copies = defaults.copies;
    this.#sides = defaults.sides;
  }

  get cursor(): PclCursor {
    return this.#cursor;
  }

  /** Raster begins, whatever its rows hold. */
  beginRaster(): void {
    this.#marked = true;
    this.ink.startRaster();
  }

  /** A row of raster, or one plane of it; its content comes apart, where somebody looks at it. */
  markRow(): void {
    this.#marked = true;
  }

  /** A rule. */
  mark(): void {
    this.#marked = true;
    this.ink.paint();
  }

  plot(): void {
    this.#marked = true;
    this.ink.plot();
  }

  markByMacro(): void {
    this.#marked = true;
    this.ink.paintByMacro();
  }

  markText(): void {
    this.mark();
    if (this.#wraps) this.doubt('Long lines wrap, at a width that depends on the fonts of the device.');
  }

  /** Ends the page if it carries a mark. */
  eject(): void {
    if (this.#marked) this.endPage();
  }

  /** A laser prints a blank page for one behind a reset; the PaintJet ends one page with both (Ghostscript's `pj`). */
  formFeed(): void {
    if (this.#followsReset && !this.#marked) this.doubt(feedBehindReset);
    this.endPage();
  }

  /** Ends the page, a blank one too. */
  endPage(): void {
    const { media } = this.#paper;
    const copies = this.#copies === 1 ? undefined : this.#copies;
    this.#counted.add({ media, colour: this.ink.colour, copies, sides: this.#sides });
    if (this.#counted.impressions > impressionsMax) this.#stop('limit:pages', 'more pages than IPP can say');
    this.#marked = false;
    this.#followsReset = false;
    this.ink.endPage();
    this.#cursor.home();
  }

  carriageReturn(): void {
    if (this.#returnFeeds) this.feed(1);
  }

  feed(lines: number): void {
    this.#cursor.feed(lines);
    if (!this.#cursor.pastText) return;
    if (this.#skipsPerforation) this.endPage();
    else if (this.#cursor.pastPaper) {
      this.unsupported('Text passes the end of the paper while perforation skip is off.');
    }
  }

  /** ESC E: what is on the page comes out, and everything is as the wrapper left it. */
  reset(): void {
    const ends = this.#marked;
    this.eject();
    this.#followsReset = ends;
    this.#copies = this.#defaults.copies;
    this.#sides = this.#defaults.sides;
    this.#paper = unknownPaper;
    this.#orientation = 0;
    this.#skipsPerforation = true;
    this.#wraps = false;
    this.#returnFeeds = false;
    this.ink.reset();
    this.#cursor = new PclCursor(unknownPaper, false);
  }

  setCopies(value: number): void {
    const copies = Math.floor(value);
    if (copies > copiesMax) this.#stop('limit:copies', `${copies} copies are asked for`);
    else if (copies >= 1) this.#copies = copies;
  }

  setSides(value: number): void {
    this.eject();
    if (value === 0) this.#sides = 'one-sided';
    else if (value === 1) this.#sides = 'two-sided-long-edge';
    else if (value === 2) this.#sides = 'two-sided-short-edge';
  }

  setPaper(code: number): void {
    this.eject();
    this.#paper = paperOf(code);
    this.#cursor.setPaper(this.#paper, this.#landscape);
  }

  setOrientation(value: number): void {
    if (value === this.#orientation || value < 0 || value > 3) return;
    this.eject();
    this.#orientation = value;
    this.#cursor.setPaper(this.#paper, this.#landscape);
  }

  setPageLines(lines: number): void {
    this.eject();
    this.#cursor.setPageLines(lines);
  }

  setPerforationSkip(value: number): void {
    this.#skipsPerforation = value !== 0;
  }

  setWrapping(value: number): void {
    this.#wraps = value === 0;
  }

  /** ESC&k1G and 3G make a carriage return feed a line as well. */
  setLineTermination(value: number): void {
    this.#returnFeeds = value === 1 || value === 3;
  }

  unsupported(sentence: string): void {
    this.#problem ??= { why: 'unsupported', sentence };
  }

  doubt(sentence: string): void {
    this.#doubt = sentence;
  }

  /** Ends the last page and answers. */
  finish(format: string, end: PclEnd): PageCount {
    if (!end.complete && !end.closed) this.#cut('The data ends within a sequence or its payload.');
    if (this.#marked && !end.closed) {
      if (end.enclosed) this.#cut('The last page does not end, and the job has no end mark.');
      this.doubt('The last page has no end mark; more of it may be missing.');
    }
    if (end.enclosed && !end.closed) this.doubt('The job has no end mark; pages may be missing.');
    const seen = this.#counted.pages;
    if (this.#problem === undefined) this.eject();
    if (this.#problem !== undefined) {
      const { why, sentence } = this.#problem;
      return { kind: 'unknown', format, why, ...(seen === 0 ? {} : { seen }), evidence: [sentence] };
    }
    if (this.#counted.pages === 0) {
      return { kind: 'unknown', format, why: 'empty', evidence: ['Nothing is marked and no page ends.'] };
    }
    return this.#answer(format);
  }

  get #landscape(): boolean {
    return this.#orientation % 2 === 1;
  }

  #answer(format: string): PageCount {
    const evidence = [`${plural(this.#counted.pages, 'page')}, by form feeds, resets and what marks them.`];
    if (this.#doubt !== '') evidence.push(this.#doubt);
    return {
      kind: 'counted',
      format,
      pages: this.#counted.pages,
      runs: this.#counted.finish(),
      confidence: this.#doubt === '' ? 'exact' : 'estimated',
      source: 'escape sequences, payload passed over by length',
      evidence,
    };
  }

  #cut(sentence: string): void {
    this.#problem ??= { why: 'incomplete', sentence };
  }

  #stop(why: UncountableWhy, what: string): void {
    this.#problem ??= { why, sentence: `The data exceeds a limit: ${what}.` };
  }
}
