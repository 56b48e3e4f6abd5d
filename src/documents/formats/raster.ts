import { plural } from '../../base/plural.ts';
import { copiesMax, impressionsMax } from '../../model/money.ts';
import type { PageCount, UncountableWhy } from '../../model/page-count.ts';
import type { Sides } from '../../model/ticket.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { InkList } from '../ink-list.ts';
import { rasterPaddingOctetsMax, rasterPixelsMax } from '../limits.ts';
import { PageRunList } from '../page-runs.ts';
import { PixelColour, type PixelKind } from './pixels/pixel-colour.ts';
import { type InkPixels, PixelInk } from './pixels/pixel-ink.ts';
import { PlainRows } from './raster/plain-rows.ts';
import { RasterRows, type RowLook } from './raster/rows.ts';

/** What a page header says. */
export interface RasterPage {
  readonly widthPixels: number;
  readonly heightPixels: number;
  readonly bitsPerPixel: number;
  readonly octetsPerRow: number;
  readonly pixels: PixelKind;
  /** How its pixels say ink; undefined where they do not tell. */
  readonly ink: InkPixels | undefined;
  readonly media: string | undefined;
  readonly sides: Sides | undefined;
  /** NumCopies of this page, 0 where the header does not say. */
  readonly copies: number;
  /** How its rows lie in the stream where that is not chunky and run-length coded, as PWG and Apple have it. */
  readonly layout?: RowLayout;
}

/** How the rows of a page lie in the stream. */
export interface RowLayout {
  readonly rows: number;
  /** Octets that a row cannot do without. */
  readonly octetsNeeded: number;
  /** Octets that are repeated or copied together. */
  readonly unitOctets: number;
  /** Run-length coded, else as they are. */
  readonly coded: boolean;
}

/** How a raster format frames its pages: file header, then header and rows of each page to the end of the stream. */
export interface RasterDialect {
  readonly fileHeaderOctets: number;
  readonly pageHeaderOctets: number;
  /** Reads a page header; undefined when it cannot be one. */
  readonly readPage: (header: DataView) => RasterPage | undefined;
  /** What the file header claims, for the evidence only: streaming writers say 0 or guess. */
  readonly claimed: (fileHeader: DataView, firstPage: DataView) => string;
}

/** Counts the pages of raster while they stream by, with a header's worth of memory. */
export class RasterCounter implements StreamCounter {
  readonly #mediaType: string;
  readonly #dialect: RasterDialect;
  readonly #fileHeader: HeaderBuffer;
  readonly #pageHeader: HeaderBuffer;
  readonly #runs = new PageRunList();
  #rows: RasterRows | PlainRows | undefined;
  readonly #inks: InkList | undefined;
  #colour = new PixelColour('unknown');
  #ink: PixelInk | undefined;
  #page: RasterPage | undefined;
  #claim = '';
  /** What is wrong with the page after those that were counted. */
  #problem: readonly [why: UncountableWhy, sentence: string] | undefined;

  constructor({ mediaType, wish }: Pick<FormatContext, 'mediaType' | 'wish'>, dialect: RasterDialect) {
    this.#mediaType = mediaType;
    this.#dialect = dialect;
    this.#inks = wish.ink === true ? new InkList() : undefined;
    this.#fileHeader = new HeaderBuffer(dialect.fileHeaderOctets);
    this.#pageHeader = new HeaderBuffer(dialect.pageHeaderOctets);
  }

  push(chunk: Uint8Array): void {
    let at = this.#fileHeader.fill(chunk, 0);
    while (at < chunk.length && this.#problem === undefined) {
      if (this.#rows === undefined) {
        at = this.#pageHeader.fill(chunk, at);
        if (this.#pageHeader.full) this.#beginPage();
      } else {
        at = this.#rows.take(chunk, at);
        if (this.#rows.damaged) this.#stop('damaged', 'a run of pixels passes the end of its row or page');
        else if (this.#rows.done) this.#endPage();
      }
    }
  }

  finish(): Promise<PageCount> {
    return Promise.resolve(this.#answer());
  }

  #answer(): PageCount {
    const pages = this.#runs.pages;
    if (this.#problem !== undefined) return this.#unknown(...this.#problem);
    if (this.#rows !== undefined) return this.#unknown('incomplete', `Page ${pages + 1} is cut off.`);
    if (pages === 0 && this.#pageHeader.octets === 0)
      return this.#unknown('empty', 'No page follows the header.');
    if (this.#pageHeader.octets > 0) {
      return this.#unknown('incomplete', `${this.#pageHeader.octets} octets are left behind page ${pages}.`);
    }
    return {
      kind: 'counted',
      format: this.#mediaType,
      pages,
      runs: this.#runs.finish(),
      ...this.#inks?.told(pages),
      confidence: 'exact',
      source: 'page headers, rows passed over by length',
      evidence: [`${plural(pages, 'page')}, each followed to its last row.`, this.#claim],
    };
  }

  #unknown(why: UncountableWhy, sentence: string): PageCount {
    const pages = this.#runs.pages;
    const seen = pages === 0 ? {} : { seen: pages };
    return { kind: 'unknown', format: this.#mediaType, why, ...seen, evidence: [sentence] };
  }

  #beginPage(): void {
    const page = this.#dialect.readPage(this.#pageHeader.view);
    if (page === undefined) {
      this.#stop('damaged', 'what follows is no page header');
      return;
    }
    if (page.copies > copiesMax) {
      this.#stop('limit:copies', `${page.copies} copies are asked for`);
      return;
    }
    const problem = geometryProblem(page);
    if (problem !== '') {
      this.#stop('damaged', problem);
      return;
    }
    if (this.#runs.pages === 0) {
      this.#claim = this.#dialect.claimed(this.#fileHeader.view, this.#pageHeader.view);
    }
    this.#page = page;
    this.#colour = new PixelColour(page.pixels);
    this.#ink = this.#inks === undefined ? undefined : inkOf(page);
    this.#rows = rowsOf(page, lookOf(this.#colour, this.#ink));
    this.#pageHeader.clear();
  }

  #endPage(): void {
    const { media, copies = 0, sides } = this.#page ?? {};
    // Encoders that do not know the ticket write 0 or 1, which says nothing.
    const said = copies > 1 ? copies : undefined;
    this.#runs.add({ media, colour: this.#colour.colour, copies: said, sides });
    this.#inks?.add(this.#ink?.of((this.#page?.widthPixels ?? 0) * (this.#page?.heightPixels ?? 0)));
    this.#rows = undefined;
    if (this.#runs.impressions > impressionsMax) this.#stop('limit:pages', 'more pages than IPP can say');
  }

  #stop(why: UncountableWhy, problem: string): void {
    this.#problem = [why, `Page ${this.#runs.pages + 1}: ${problem}.`];
  }
}

/** Gathers a header of fixed length from chunks of any size. */
class HeaderBuffer {
  readonly view: DataView;
  readonly #octets: Uint8Array;
  #filled = 0;

  constructor(length: number) {
    this.#octets = new Uint8Array(length);
    this.view = new DataView(this.#octets.buffer);
  }

  get octets(): number {
    return this.#filled;
  }

  get full(): boolean {
    return this.#filled === this.#octets.length;
  }

  /** Takes what is missing from `chunk` at `start`; returns the position behind it. */
  fill(chunk: Uint8Array, start: number): number {
    const taken = Math.min(chunk.length - start, this.#octets.length - this.#filled);
    this.#octets.set(chunk.subarray(start, start + taken), this.#filled);
    this.#filled += taken;
    return start + taken;
  }

  clear(): void {
    this.#filled = 0;
  }
}

function layoutOf(page: RasterPage): RowLayout {
  const { widthPixels, heightPixels, bitsPerPixel } = page;
  return (
    page.layout ?? {
      rows: heightPixels,
      octetsNeeded: Math.ceil((widthPixels * bitsPerPixel) / 8),
      unitOctets: Math.max(1, bitsPerPixel >> 3),
      coded: true,
    }
  );
}

/** Rows that are padded, banded or planar do not tell where a pixel is. */
function inkOf({ ink, widthPixels, bitsPerPixel, octetsPerRow }: RasterPage): PixelInk | undefined {
  const isPlain = octetsPerRow === Math.ceil((widthPixels * bitsPerPixel) / 8);
  return ink === undefined || !isPlain ? undefined : new PixelInk(ink);
}

function lookOf(colour: PixelColour, ink: PixelInk | undefined): RowLook {
  if (ink === undefined) return colour;
  return {
    looking: true,
    look: (chunk, start, end, times) => {
      if (colour.looking) colour.look(chunk, start, end);
      ink.look(chunk, start, end, times);
    },
  };
}

function rowsOf(page: RasterPage, pixels: RowLook): RasterRows | PlainRows {
  const { octetsPerRow } = page;
  const { rows, unitOctets, coded } = layoutOf(page);
  if (!coded) return new PlainRows(rows * octetsPerRow, pixels);
  return new RasterRows({ rows, octetsPerRow, unitOctets }, pixels);
}

/** What is wrong with the measures of a page, '' when nothing is: no length of a file is trusted unseen. */
function geometryProblem(page: RasterPage): string {
  const { widthPixels, heightPixels, bitsPerPixel, octetsPerRow } = page;
  if (widthPixels < 1 || widthPixels > rasterPixelsMax) return `a width of ${widthPixels} pixels`;
  if (heightPixels < 1 || heightPixels > rasterPixelsMax) return `a height of ${heightPixels} pixels`;
  if (bitsPerPixel < 1 || bitsPerPixel > 240) return `${bitsPerPixel} bits per pixel`;
  const needed = layoutOf(page).octetsNeeded;
  if (octetsPerRow < needed || octetsPerRow > needed + rasterPaddingOctetsMax) {
    return `${octetsPerRow} octets per row where ${needed} are needed`;
  }
  return '';
}
