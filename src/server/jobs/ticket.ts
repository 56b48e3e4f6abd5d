import {
  firstInteger,
  firstString,
  type IppAttributes,
  type IppRange,
  members,
  ranges,
} from '../../ipp/index.ts';
import type { Capabilities } from '../../model/device.ts';
import { type MediaSize, nameOfSize } from '../../model/media-size.ts';
import { type ColourMode, type PageRange, plainTicket, type Sides, type Ticket } from '../../model/ticket.ts';

/**
 * The facts that change what is used and paid, from attributes that were found to be supported. What the device is not
 * told stays at its default, so that nobody pays for two-sided printing on a device that never hears of it.
 */
export function ticketOf(attributes: IppAttributes, { carries, media }: Capabilities): Ticket {
  const carried = new Set<string>(carries);
  const asked = mediaOf(attributes, media);
  return {
    copies: (carried.has('copies') ? firstInteger(attributes, 'copies') : undefined) ?? plainTicket.copies,
    sides: (carried.has('sides') ? sidesOf(attributes) : undefined) ?? plainTicket.sides,
    colourMode: (carried.has('colourMode') ? colourModeOf(attributes) : undefined) ?? plainTicket.colourMode,
    pageRanges: carried.has('pageRanges')
      ? merged(ranges(attributes, 'page-ranges'))
      : plainTicket.pageRanges,
    numberUp:
      (carried.has('numberUp') ? firstInteger(attributes, 'number-up') : undefined) ?? plainTicket.numberUp,
    ...(carried.has('imposition') && firstString(attributes, 'imposition-template') === 'signature'
      ? { imposition: 'signature' }
      : {}),
    ...(firstString(attributes, 'job-sheets') === 'standard' ? { jobSheets: 1 } : {}),
    ...(carried.has('media') && asked !== undefined ? { media: asked } : {}),
  };
}

const sidesKeywords: ReadonlyMap<string, Sides> = new Map(
  (['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'] as const).map((sides) => [sides, sides]),
);

function sidesOf(attributes: IppAttributes): Sides | undefined {
  return sidesKeywords.get(firstString(attributes, 'sides') ?? '');
}

/** PWG 5100.13 §6.2.1. */
const colourModes: ReadonlyMap<string, ColourMode> = new Map([
  ['auto', 'auto'],
  ['auto-monochrome', 'monochrome'],
  ['bi-level', 'monochrome'],
  ['color', 'colour'],
  ['highlight', 'colour'],
  ['monochrome', 'monochrome'],
  ['process-bi-level', 'monochrome'],
  ['process-monochrome', 'monochrome'],
]);

function colourModeOf(attributes: IppAttributes): ColourMode | undefined {
  return colourModes.get(firstString(attributes, 'print-color-mode') ?? '');
}

/** media-col says more than media. */
function mediaOf(attributes: IppAttributes, offered: readonly string[]): string | undefined {
  return mediaColName(attributes, offered) ?? firstString(attributes, 'media');
}

/** The name of the size that media-col asks for, among those that are offered. */
export function mediaColName(attributes: IppAttributes, offered: readonly string[]): string | undefined {
  const [mediaCol] = members(attributes, 'media-col');
  const named = firstString(mediaCol, 'media-size-name');
  if (named !== undefined) return named;
  const size = sizeInMediaCol(attributes);
  return size === undefined ? undefined : nameOfSize(size, offered);
}

export function sizeInMediaCol(attributes: IppAttributes): MediaSize | undefined {
  const [mediaCol] = members(attributes, 'media-col');
  const [size] = members(mediaCol, 'media-size');
  const x = firstInteger(size, 'x-dimension');
  const y = firstInteger(size, 'y-dimension');
  return x === undefined || y === undefined ? undefined : { x, y };
}

/** In order and without overlaps (RFC 8011 §5.2.7), so that no page is counted twice. */
function merged(asked: readonly IppRange[]): readonly PageRange[] {
  const inOrder = [...asked].sort((one, other) => one.lower - other.lower);
  const disjoint: PageRange[] = [];
  for (const next of inOrder) {
    const last = disjoint.at(-1);
    if (last === undefined || next.lower > last.upper + 1)
      disjoint.push({ lower: next.lower, upper: next.upper });
    else disjoint[disjoint.length - 1] = { lower: last.lower, upper: Math.max(last.upper, next.upper) };
  }
  return disjoint;
}
