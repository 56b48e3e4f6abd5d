import { plural } from '../base/plural.ts';
import { amountMax, impressionsMax } from '../model/money.ts';
import type { Counted, PageCount, Uncounted } from '../model/page-count.ts';
import type { PrinterSettings } from '../model/printer.ts';
import type { PriceList, Quote, Usage } from '../model/quote.ts';
import type { Refusal } from '../model/refusal.ts';
import { say } from '../model/sentences/sentence.ts';
import { printedSides, type Ticket } from '../model/ticket.ts';
import { type CopiesBy, sheetsFor, stretchesOf, usageOf } from './paper.ts';
import { priceOf } from './price.ts';

export interface QuoteInput {
  readonly count: PageCount;
  readonly octets: number;
  readonly ticket: Ticket;
  readonly copiesBy: CopiesBy;
  readonly colourDevice: boolean;
  readonly prices: PriceList;
  readonly rules: Pick<PrinterSettings, 'unknownCount' | 'jobImpressionsMax'>;
}

/**
 *   quoted      this is what the job will use and cost
 *   operator    the count is unknown and the printer's rule wants a person to decide
 *   by-device   the count is unknown and the device's own count will be charged; nothing can be reserved
 */
export type QuoteResult =
  | { readonly kind: 'quoted' | 'operator' | 'by-device'; readonly quote: Quote }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export function quoteJob(input: QuoteInput): QuoteResult {
  const { count } = input;
  return count.kind === 'counted' ? quoteCounted(input, count) : quoteUnknown(input, count);
}

/** What a client knows of its document before it sends it: the sides of one copy, and how many of them are colour. */
export interface Estimate {
  readonly impressions: number;
  readonly colour: number;
}

const onePage: Estimate = { impressions: 1, colour: 0 };

/** The least any document needs: one page, in the client's copies. For refusals before there is a document. */
export function quoteLeast(
  input: Omit<QuoteInput, 'count' | 'octets'>,
  { impressions, colour }: Estimate = onePage,
): QuoteResult {
  const count: Counted = {
    kind: 'counted',
    format: '',
    pages: impressions,
    runs: [
      { first: 1, last: colour, colour: true },
      { first: colour + 1, last: impressions, colour: false },
    ].filter(({ first, last }) => last >= first),
    confidence: 'estimated',
    source: 'before the document',
    evidence: [],
  };
  const { imposition: _, ...asked } = input.ticket;
  const ticket = { ...asked, sides: printedSides(input.ticket), pageRanges: [], numberUp: 1 };
  return quoteJob({ ...input, ticket, count, octets: 0 });
}

function quoteCounted(input: QuoteInput, count: Counted): QuoteResult {
  const usage = usageOf({ ...input, count });
  if (usage.impressions <= (input.ticket.jobSheets ?? 0)) {
    return refused({
      kind: 'not-countable',
      message: say('no-such-pages'),
    });
  }
  return limited(input, usage, countEvidence(input, count, usage));
}

function quoteUnknown(input: QuoteInput, count: Uncounted): QuoteResult {
  const rule = input.rules.unknownCount;
  const nothing = { impressions: 0, sheets: 0, colour: 0 };
  const why = `The pages could not be counted (${count.why}).`;
  switch (rule.kind) {
    case 'deny':
      return refused({
        kind: count.why === 'damaged' || count.why === 'incomplete' ? 'document-damaged' : 'not-countable',
        message: say('not-countable', { why: count.why }),
        why: count.why,
      });
    case 'hold':
      return { kind: 'operator', quote: quoteOf(input, nothing, [why, 'Held until an operator decides.']) };
    case 'device':
      return {
        kind: 'by-device',
        quote: quoteOf(input, nothing, [why, 'The count of the device will be charged.']),
      };
    case 'assume':
      return limited(input, assumed(input, rule.impressions), [
        why,
        `The printer's rule assumes ${plural(rule.impressions, 'impression')}.`,
      ]);
    case 'per-kib': {
      const kib = Math.max(1, Math.ceil(input.octets / 1024));
      return limited(input, assumed(input, Math.ceil(kib * rule.impressions)), [
        why,
        `The printer's rule takes ${plural(rule.impressions, 'impression')} per KiB, ${kib} KiB.`,
      ]);
    }
  }
}

/** Impressions by rule are taken as colour where the device would print colour: never too cheap by ignorance. */
function assumed({ ticket, colourDevice }: QuoteInput, impressions: number): Usage {
  const all = impressions * ticket.copies;
  return {
    impressions: all,
    sheets: sheetsFor(impressions, printedSides(ticket)) * ticket.copies,
    colour: colourDevice && ticket.colourMode !== 'monochrome' ? all : 0,
  };
}

function limited(input: QuoteInput, usage: Usage, evidence: readonly string[]): QuoteResult {
  const limit = Math.min(input.rules.jobImpressionsMax, impressionsMax);
  if (usage.impressions > limit) {
    return refused({
      kind: 'too-large',
      message: say('job-too-large', { need: usage.impressions, limit }),
      limit,
      need: usage.impressions,
    });
  }
  const quote = quoteOf(input, usage, evidence);
  if (quote.amount > amountMax) {
    return refused({
      kind: 'too-large',
      message: say('job-too-dear', { cost: quote.amount, limit: amountMax }),
    });
  }
  return { kind: 'quoted', quote };
}

function quoteOf({ prices }: QuoteInput, usage: Usage, evidence: readonly string[]): Quote {
  return { ...usage, amount: priceOf(usage, prices), prices, evidence };
}

function countEvidence(input: QuoteInput, count: Counted, usage: Usage): readonly string[] {
  const { ticket } = input;
  const lines = [`${plural(count.pages, 'page')} by ${count.source} (${count.confidence}).`];
  if (ticket.pageRanges.length > 0) {
    lines.push(`Pages ${ticket.pageRanges.map((range) => `${range.lower}-${range.upper}`).join(', ')} only.`);
  }
  if (ticket.numberUp > 1) lines.push(`${plural(ticket.numberUp, 'page')} on each side.`);
  if (ticket.imposition === 'signature') lines.push('A booklet: two pages on each side of folded sheets.');
  lines.push(printingSentence({ ...input, count }));
  if (ticket.jobSheets !== undefined) lines.push(`${plural(ticket.jobSheets, 'sheet')} before the job.`);
  lines.push(
    `${plural(usage.impressions, 'impression')}, ${usage.colour} of them colour, on ${plural(usage.sheets, 'sheet')}.`,
  );
  return lines;
}

/** Copies and sides, each way that is met once. */
function printingSentence(input: QuoteInput & { readonly count: Counted }): string {
  const ways = stretchesOf(input).map(
    ({ copies, sides }) => `${copies} ${copies === 1 ? 'copy' : 'copies'}, ${sides}`,
  );
  const [first = '', ...others] = new Set(ways);
  return others.length === 0 ? `${first}.` : `Printing changes on the way: ${[first, ...others].join('; ')}.`;
}

function refused(refusal: Refusal): QuoteResult {
  return { kind: 'refused', refusal };
}
