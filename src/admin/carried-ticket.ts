import { type TicketFact, ticketFacts } from '../model/device.ts';
import { plainTicket, type Ticket } from '../model/ticket.ts';

export interface CarriedTicket {
  readonly ticket: Ticket;
  /** Facts that were asked for and that the device cannot be told. */
  readonly dropped: readonly TicketFact[];
}

/** Only what the device is told is priced: the rest of a ticket goes back to its default. */
export function carriedTicket(ticket: Ticket, carries: readonly TicketFact[]): CarriedTicket {
  const has = (fact: TicketFact): boolean => carries.includes(fact);
  const { imposition, media } = ticket;
  const asked: Readonly<Record<TicketFact, boolean>> = {
    copies: ticket.copies !== plainTicket.copies,
    sides: ticket.sides !== plainTicket.sides,
    colourMode: ticket.colourMode !== plainTicket.colourMode,
    pageRanges: ticket.pageRanges.length > 0,
    numberUp: ticket.numberUp !== plainTicket.numberUp,
    imposition: imposition !== undefined,
    media: media !== undefined,
  };
  return {
    ticket: {
      copies: has('copies') ? ticket.copies : plainTicket.copies,
      sides: has('sides') ? ticket.sides : plainTicket.sides,
      colourMode: has('colourMode') ? ticket.colourMode : plainTicket.colourMode,
      pageRanges: has('pageRanges') ? ticket.pageRanges : plainTicket.pageRanges,
      numberUp: has('numberUp') ? ticket.numberUp : plainTicket.numberUp,
      ...(has('imposition') && imposition !== undefined ? { imposition } : {}),
      ...(has('media') && media !== undefined ? { media } : {}),
    },
    dropped: ticketFacts.filter((fact) => asked[fact] && !has(fact)),
  };
}
