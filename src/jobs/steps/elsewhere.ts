import type { QuoteResult } from '../../accounting/index.ts';
import type { Capabilities } from '../../model/device.ts';
import { documentsToPrint, type Job, octetsOf } from '../../model/job.ts';
import type { Refusal } from '../../model/refusal.ts';
import { say } from '../../model/sentences/sentence.ts';
import { plainTicket, printedSides, type Ticket } from '../../model/ticket.ts';
import type { Payer } from '../accounts.ts';
import type { Printer } from '../printers.ts';
import { quoteDocument } from './quote.ts';

/** What speaks against printing a job at another printer than the one it was sent to, before any money. */
export function refusalsElsewhere(job: Job, { settings, description, device }: Printer): readonly Refusal[] {
  const { name } = settings;
  const { formats, copiesMax } = description.capabilities;
  const refusals: Refusal[] = [];
  const strange = documentsToPrint(job).find(({ format }) => !formats.includes(format));
  if (strange !== undefined) {
    const message = say('format-found', {
      format: strange.format,
      printer: name,
      formats: formats.join(', '),
    });
    refusals.push({ kind: 'format-not-supported', message });
  }
  const octets = octetsOf(job);
  const limit = settings.documentOctetsMax;
  if (octets > limit) {
    const message = say('document-too-large-there', { octets, printer: name, limit });
    refusals.push({ kind: 'too-large', message, limit, need: octets });
  }
  const { copies, pageRanges } = job.ticket;
  if (copies > copiesMax) {
    const message = say('too-many-copies', { copies, printer: name, limit: copiesMax });
    refusals.push({ kind: 'too-large', message, limit: copiesMax, need: copies });
  }
  if (documentsToPrint(job).length > 1 && (!device.takesSeveral || pageRanges.length > 0)) {
    const message = say('several-documents-there', { printer: name, own: job.printer });
    refusals.push({ kind: 'format-not-supported', message });
  }
  return refusals;
}

/** What the job uses and costs there. */
export function quoteElsewhere(
  job: Job,
  { printer, payer }: { readonly printer: Printer; readonly payer: Payer },
): QuoteResult {
  const ticket = ticketFor(job.ticket, printer.description.capabilities);
  const count = job.count ?? { kind: 'unknown', why: 'incomplete', evidence: [] };
  const quoted = quoteDocument({ printer, ticket, payer }, count, octetsOf(job));
  if (quoted.kind !== 'operator') return quoted;
  const message = say('not-countable-there', { printer: printer.settings.name });
  return { kind: 'refused', refusal: { kind: 'not-countable', message } };
}

/** The ticket as far as this device hears of it: what it is not told it does not do, and nobody pays for it. */
export function ticketFor(ticket: Ticket, { carries, sides }: Capabilities): Ticket {
  const carried = new Set<string>(carries);
  const { jobSheets, imposition, media, ...common } = ticket;
  return {
    ...common,
    copies: carried.has('copies') ? ticket.copies : plainTicket.copies,
    sides: carried.has('sides') && sides.includes(ticket.sides) ? ticket.sides : plainTicket.sides,
    colourMode: carried.has('colourMode') ? ticket.colourMode : plainTicket.colourMode,
    pageRanges: carried.has('pageRanges') ? ticket.pageRanges : plainTicket.pageRanges,
    numberUp: carried.has('numberUp') ? ticket.numberUp : plainTicket.numberUp,
    ...(carried.has('imposition') && imposition !== undefined && sides.includes(printedSides(ticket))
      ? { imposition }
      : {}),
    ...(jobSheets === undefined ? {} : { jobSheets }),
    ...(carried.has('media') && media !== undefined ? { media } : {}),
  };
}
