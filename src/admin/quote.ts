import type { Decision } from '../jobs/index.ts';
import { englishOf } from '../model/sentences/sentence.ts';
import type { Answer, QuoteArgs } from './admin.ts';
import { carriedTicket } from './carried-ticket.ts';
import type { AdminDeps } from './context.ts';
import { noPrinter } from './printers.ts';
import type { QuoteView } from './views.ts';

/** What a document would use and cost on a printer, and what the user's limits say. Nothing is reserved. */
export async function quote(
  deps: AdminDeps,
  args: QuoteArgs,
): Promise<Answer<{ readonly quote: QuoteView }>> {
  const printer = deps.jobs.printer(args.printer);
  if (printer === undefined) return noPrinter(deps, args.printer);
  const user = args.user === undefined ? {} : { user: deps.normalise(args.user) };
  const { ticket, dropped } = carriedTicket(args.ticket, printer.capabilities.carries);
  const { count, octets } = args;
  const decision = await deps.jobs.quote({ printer: args.printer, ...user, ticket, count, octets });
  if (decision === undefined) return noPrinter(deps, args.printer);
  const told = dropped.map((fact) => `The device of ${args.printer} cannot be told ${fact}; it is left out.`);
  return { kind: 'done', quote: viewOf(args.printer, user, decision, told) };
}

function viewOf(
  printer: string,
  user: Pick<QuoteView, 'user'>,
  { outcome, quote, refusals, warnings }: Decision,
  told: readonly string[],
): QuoteView {
  return {
    printer,
    ...user,
    outcome,
    ...(quote === undefined ? {} : { quote }),
    refusals: refusals.map(({ kind, message }) => ({ kind, message: englishOf(message) })),
    warnings: [...told, ...warnings.map(englishOf)],
  };
}
