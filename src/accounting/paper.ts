import { type Counted, type PageRun, pagesIn } from '../model/page-count.ts';
import type { Usage } from '../model/quote.ts';
import { type PageRange, printedSides, type Sides, type Ticket } from '../model/ticket.ts';
import { foldedIntoBooklet } from './booklet.ts';
import { type FaceKind, type Faces, faceKinds } from './faces.ts';

/**
 * How copies reach the paper. `attribute`: the device is told once, and a count inside PWG raster yields to it.
 * `resend`: the document is sent that often, so that copies inside the data multiply.
 * `driver`: a driver of CUPS has said them in the data, also those that it leaves to the device.
 */
export type CopiesBy = 'attribute' | 'resend' | 'driver';

export interface PaperInput {
  readonly count: Counted;
  readonly ticket: Ticket;
  readonly copiesBy: CopiesBy;
  /** Whether the device can print colour at all. */
  readonly colourDevice: boolean;
}

/** Impressions that follow each other on the same kind of sheets, and that every copy repeats; sides of one copy. */
export interface Stretch {
  readonly document: number;
  readonly media: string;
  readonly sides: Sides;
  readonly copies: number;
  impressions: number;
  colour: number;
  /** The same, side by side. */
  faces: Faces[];
}

/**
 * From pages to paper, each factor once and in this order: page-ranges, number-up, imposition, sides, copies. Every copy,
 * every document and every change of media, sides or copies starts a new sheet. A page whose colour nobody can tell counts as
 * colour when the device would print it so: a count must never be too cheap by ignorance. The sheets that announce the job
 * are there once.
 */
export function usageOf(input: PaperInput): Usage {
  let impressions = 0;
  let sheets = 0;
  let colour = 0;
  for (const stretch of stretchesOf(input)) {
    impressions += stretch.impressions * stretch.copies;
    colour += stretch.colour * stretch.copies;
    sheets += sheetsFor(stretch.impressions, stretch.sides) * stretch.copies;
  }
  const { jobSheets = 0 } = input.ticket;
  return { impressions: impressions + jobSheets, sheets: sheets + jobSheets, colour };
}

export function stretchesOf(input: PaperInput): readonly Stretch[] {
  const stretches = arranged(selected(numbered(input.count.runs), input.ticket.pageRanges), input);
  return input.ticket.imposition === 'signature' ? stretches.map(folded) : stretches;
}

function folded(stretch: Stretch): Stretch {
  const faces = [...foldedIntoBooklet(stretch.faces)];
  const sidesOf = (kinds: readonly Faces[]) => kinds.reduce((sum, { sides }) => sum + sides, 0);
  const colour = sidesOf(faces.filter(({ kind }) => kind === 'colour'));
  return { ...stretch, faces, impressions: sidesOf(faces), colour };
}

/** Impressions with copies left out, as IPP counts a job (RFC 8011 §5.3.17.2); pages that are not output are none. */
export function impressionsOnce(count: Counted, ticket: Ticket): number {
  const stretches = stretchesOf({ count, ticket, copiesBy: 'attribute', colourDevice: true });
  return stretches.reduce((sum, { impressions, copies }) => sum + (copies === 0 ? 0 : impressions), 0);
}

export function sheetsFor(impressions: number, sides: Sides): number {
  return sides === 'one-sided' ? impressions : Math.ceil(impressions / 2);
}

/** A run that knows which document of the stream it belongs to, whatever pages are left of that. */
interface NumberedRun extends PageRun {
  readonly document: number;
}

export function numbered(runs: readonly PageRun[]): readonly NumberedRun[] {
  let document = 1;
  return runs.map((run) => {
    if (run.newDocument === true) document += 1;
    return { ...run, document };
  });
}

/** The runs cut down to the pages that page-ranges name; no ranges means all (RFC 8011 §5.2.7). */
export function selected(runs: readonly NumberedRun[], ranges: readonly PageRange[]): readonly NumberedRun[] {
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

/**
 * number-up puts so many consecutive pages on one side; it is colour when one of them is. Pages share a side only when
 * they share a sheet, but for their size: those of any size are fitted in.
 */
function arranged(runs: readonly NumberedRun[], input: PaperInput): readonly Stretch[] {
  const numberUp = Math.max(1, input.ticket.numberUp);
  const stretches: Stretch[] = [];
  let open: Stretch | undefined;
  let room = 0;
  for (const run of runs) {
    const kind = faceOf(run, input);
    const stretch = stretchFor(open, run, input);
    if (stretch !== open) {
      stretches.push(stretch);
      room = 0;
    }
    open = stretch;
    const taken = Math.min(room, pagesIn(run));
    if (taken > 0) addToLastFace(stretch, kind);
    room -= taken;
    const pages = pagesIn(run) - taken;
    if (pages === 0) continue;
    const sides = Math.ceil(pages / numberUp);
    addFaces(stretch, { kind, sides });
    room = sides * numberUp - pages;
  }
  return stretches;
}

function addFaces(stretch: Stretch, faces: Faces): void {
  stretch.faces.push(faces);
  stretch.impressions += faces.sides;
  if (faces.kind === 'colour') stretch.colour += faces.sides;
}

/** A side is as much as the most of what is on it. */
function addToLastFace(stretch: Stretch, kind: FaceKind): void {
  const last = stretch.faces.at(-1);
  if (last === undefined || faceKinds.indexOf(kind) <= faceKinds.indexOf(last.kind)) return;
  stretch.faces.pop();
  if (last.sides > 1) stretch.faces.push({ ...last, sides: last.sides - 1 });
  stretch.faces.push({ kind, sides: 1 });
  if (kind === 'colour') stretch.colour += 1;
}

/** What is on a page, as the device prints it. */
export function faceOf(run: PageRun, input: PaperInput): FaceKind {
  if (run.blank === true) return 'blank';
  return printsColour(run, input) ? 'colour' : 'monochrome';
}

/** The stretch in work, or a new one when this run cannot share its sheets. */
function stretchFor(open: Stretch | undefined, run: NumberedRun, input: PaperInput): Stretch {
  const { document } = run;
  const isFitted = input.ticket.numberUp > 1 || input.ticket.imposition !== undefined;
  const media = isFitted ? '' : (run.media ?? '');
  const sides = effectiveSides(run, input.ticket);
  const copies = effectiveCopies(run, input);
  const goesOn =
    open?.document === document && open.media === media && open.sides === sides && open.copies === copies;
  return goesOn ? open : { document, media, sides, copies, impressions: 0, colour: 0, faces: [] };
}

/** The ticket's sides; a client that renders raster may say them in the data only. */
function effectiveSides(run: PageRun, ticket: Ticket): Sides {
  const sides = printedSides(ticket);
  return sides === 'one-sided' ? (run.sides ?? 'one-sided') : sides;
}

/** A page that the data keeps from being output (0 copies) stays so, whatever the ticket says. */
export function effectiveCopies({ copies = 1 }: PageRun, { ticket, copiesBy }: PaperInput): number {
  if (copies === 0 || copiesBy !== 'attribute') return copies * ticket.copies;
  return ticket.copies > 1 ? ticket.copies : copies;
}

function printsColour(run: PageRun, { ticket, colourDevice }: PaperInput): boolean {
  return colourDevice && ticket.colourMode !== 'monochrome' && run.colour !== false;
}
