import { InvalidArgumentError } from 'commander';
import { impressionsMax } from '../model/money.ts';
import { type PageRange, plainTicket, type Sides, type Ticket } from '../model/ticket.ts';

export interface TicketOptions {
  readonly copies?: number;
  readonly sides?: Sides;
  readonly mono?: boolean;
  readonly pages?: readonly PageRange[];
  readonly numberUp?: number;
  readonly booklet?: boolean;
  readonly media?: string;
}

export function ticketOf({ copies, sides, mono, pages, numberUp, booklet, media }: TicketOptions): Ticket {
  return {
    copies: copies ?? plainTicket.copies,
    sides: sides ?? plainTicket.sides,
    colourMode: mono === true ? 'monochrome' : plainTicket.colourMode,
    pageRanges: pages ?? plainTicket.pageRanges,
    numberUp: numberUp ?? plainTicket.numberUp,
    ...(booklet === true ? { imposition: 'signature' } : {}),
    ...(media === undefined ? {} : { media }),
  };
}

/** Short words, and the keywords of IPP (RFC 8011 §5.2.8). */
const sidesByWord: Readonly<Record<string, Sides>> = {
  one: 'one-sided',
  long: 'two-sided-long-edge',
  short: 'two-sided-short-edge',
  'one-sided': 'one-sided',
  'two-sided-long-edge': 'two-sided-long-edge',
  'two-sided-short-edge': 'two-sided-short-edge',
};

export function sidesOf(text: string): Sides {
  const sides = sidesByWord[text];
  if (sides === undefined) throw new InvalidArgumentError('Expected one, long or short.');
  return sides;
}

/** `1-3,7`: sorted and joined where they meet, as a ticket has them. */
export function pagesOf(text: string): readonly PageRange[] {
  const ranges = text
    .split(',')
    .map(rangeOf)
    .sort((a, b) => a.lower - b.lower);
  const joined: PageRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last === undefined || range.lower > last.upper + 1) joined.push(range);
    else joined[joined.length - 1] = { lower: last.lower, upper: Math.max(last.upper, range.upper) };
  }
  return joined;
}

function rangeOf(text: string): PageRange {
  const [, from = '', to] = /^(\d{1,9})(?:-(\d{0,9}))?$/.exec(text.trim()) ?? [];
  const lower = Number(from);
  const upper = to === undefined ? lower : to === '' ? impressionsMax : Number(to);
  if (lower < 1 || upper < lower)
    throw new InvalidArgumentError('Expected pages such as 1-3,7 or 5- to the end.');
  return { lower, upper };
}

/** RFC 8011 §5.2.9 lets printers choose the values; nobody reads more than 64 pages on a side. */
const numberUpMax = 64;

export function numberUpOf(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > numberUpMax) {
    throw new InvalidArgumentError(`Expected pages on one side: a whole number from 1 to ${numberUpMax}.`);
  }
  return value;
}
