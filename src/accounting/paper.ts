import type { Counted, PageRun } from '../model/page-count.ts';
import type { Usage } from '../model/quote.ts';
import type { PageRange, Sides, Ticket } from '../model/ticket.ts';

/**
 * How copies reach the paper. `attribute`: the device is told once, and a count inside PWG raster yields to it.
 * `resend`: the document is sent that often, so that copies inside the data multiply.
 */
export type CopiesBy = 'attribute' | 'resend';

export interface PaperInput {
  readonly count: Counted;
  readonly ticket: Ticket;
  readonly copiesBy: CopiesBy;
  /** Whether the device can print colour at all. */
  readonly colourDevice: boolean;
}

/** Impressions of one copy that share a sheet size, with how many of them are colour. */
interface Stretch {
  readonly media: string;
  impressions: number;
  colour: number;
}

/**
 * From pages to paper, each factor once and in this order: page-ranges, number-up, sides, copies. Every copy and every
 * change of media starts a new sheet. A page whose colour nobody can tell counts as colour when the device would
 * print it so: a count must never be too cheap by ignorance.
 */
export function usageOf(input: PaperInput): Usage {
  const { ticket } = input;
  const stretches = imposed(selected(input.count.runs, ticket.pageRanges), input);
  const sides = effectiveSides(input.count, ticket);
  const copies = effectiveCopies(input);
  let impressions = 0;
  let sheets = 0;
  let colour = 0;
  for (const stretch of stretches) {
    impressions += stretch.impressions;
    colour += stretch.colour;
    sheets += sheetsFor(stretch.impressions, sides);
  }
  return { impressions: impressions * copies, sheets: sheets * copies, colour: colour * copies };
}

export function sheetsFor(impressions: number, sides: Sides): number {
  return sides === 'one-sided' ? impressions : Math.ceil(impressions / 2);
}

/** The ticket's sides; a client that renders raster may say them in the data only. */
export function effectiveSides(count: Counted, ticket: Ticket): Sides {
  return ticket.sides === 'one-sided' ? (count.sidesInside ?? 'one-sided') : ticket.sides;
}

export function effectiveCopies({ count, ticket, copiesBy }: PaperInput): number {
  if (copiesBy === 'resend') return count.copiesInside * ticket.copies;
  return ticket.copies > 1 ? ticket.copies : count.copiesInside;
}

/** The runs cut down to the pages that page-ranges name; no ranges means all (RFC 8011 §5.2.7). */
function selected(runs: readonly PageRun[], ranges: readonly PageRange[]): readonly PageRun[] {
  if (ranges.length === 0) return runs;
  return ranges.flatMap((range) =>
    runs
      .filter((run) => run.last >= range.lower && run.first <= range.upper)
      .map((run) => ({
        ...run,
        first: Math.max(run.first, range.lower),
        last: Math.min(run.last, range.upper),
      })),
  );
}

/** number-up puts so many consecutive pages on one side; it is colour when one of them is. */
function imposed(runs: readonly PageRun[], input: PaperInput): readonly Stretch[] {
  const numberUp = Math.max(1, input.ticket.numberUp);
  const stretches: Stretch[] = [];
  let room = 0;
  let sideIsColour = false;
  for (const run of runs) {
    const colour = printsColour(run, input);
    let pages = run.last - run.first + 1;
    const stretch = stretchFor(stretches, numberUp > 1 ? '' : (run.media ?? ''));
    if (room > 0) {
      const taken = Math.min(room, pages);
      if (colour && !sideIsColour) stretch.colour += 1;
      sideIsColour ||= colour;
      room -= taken;
      pages -= taken;
    }
    if (pages === 0) continue;
    const sidesNeeded = Math.ceil(pages / numberUp);
    stretch.impressions += sidesNeeded;
    if (colour) stretch.colour += sidesNeeded;
    room = sidesNeeded * numberUp - pages;
    sideIsColour = colour;
  }
  return stretches;
}

function stretchFor(stretches: Stretch[], media: string): Stretch {
  const last = stretches.at(-1);
  if (last?.media === media) return last;
  const next = { media, impressions: 0, colour: 0 };
  stretches.push(next);
  return next;
}

function printsColour(run: PageRun, { ticket, colourDevice }: PaperInput): boolean {
  return colourDevice && ticket.colourMode !== 'monochrome' && run.colour !== false;
}
