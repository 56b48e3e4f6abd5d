import { type Estimate, type QuoteResult, quoteJob, quoteLeast } from '../../accounting/index.ts';
import type { CountWish } from '../../documents/index.ts';
import type { PageCount } from '../../model/page-count.ts';
import { freeOfCharge, type PriceList } from '../../model/quote.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { Payer } from '../accounts.ts';
import type { Printer } from '../printers.ts';

export interface QuoteStepInput {
  readonly printer: Printer;
  readonly ticket: Ticket;
  readonly payer: Payer;
}

/** What the counted document will use and cost on this printer, for this person. */
export function quoteDocument(input: QuoteStepInput, count: PageCount, octets: number): QuoteResult {
  return quoteJob({ ...circumstances(input), count, octets });
}

/** What the job will need at the least, before there is a document; with the client's own estimate if it made one. */
export function quoteBeforeDocument(input: QuoteStepInput, estimate?: Estimate): QuoteResult {
  return quoteLeast(circumstances(input), estimate);
}

/** Drawing pages to tell their colour takes time, so that it is asked for only where colour has a price. */
export function wishFor({ outlets, payer, ticket }: WishInput): CountWish {
  const matters = outlets.some((printer) => {
    const { colourDevice, prices } = circumstances({ printer, payer, ticket });
    return colourDevice && prices.colour !== 0 && ticket.colourMode !== 'monochrome';
  });
  return { colour: matters };
}

export interface WishInput extends Omit<QuoteStepInput, 'printer'> {
  /** Printers at which it may come out. */
  readonly outlets: readonly Printer[];
}

function circumstances({ printer, ticket, payer }: QuoteStepInput): Parameters<typeof quoteLeast>[0] {
  return {
    ticket,
    copiesBy: printer.copiesBy,
    colourDevice: printer.description.capabilities.colour,
    prices: pricesFor(payer, printer.settings.prices),
    rules: printer.settings,
  };
}

function pricesFor(payer: Payer, prices: PriceList): PriceList {
  const exempt = payer.kind === 'account' && payer.account.policy.mode === 'exempt';
  return exempt ? freeOfCharge : prices;
}
