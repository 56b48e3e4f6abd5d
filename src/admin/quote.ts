import { type QuoteResult, quoteJob, refusalsOf, termsOf } from '../accounting/index.ts';
import type { PrinterView } from '../jobs/index.ts';
import type { Account } from '../model/account.ts';
import { freeOfCharge } from '../model/quote.ts';
import { byPrecedence, type Refusal } from '../model/refusal.ts';
import { englishOf, say } from '../model/sentences/sentence.ts';
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
  const user = args.user === undefined ? undefined : deps.normalise(args.user);
  const payer = user === undefined ? nobody : await payerOf(deps, user);
  const { ticket, dropped } = carriedTicket(args.ticket, printer.capabilities.carries);
  const judged = judge(payer, args.printer, quoteFor(printer, payer, { ...args, ticket }));
  const told = dropped.map((fact) => `The device of ${args.printer} cannot be told ${fact}; it is left out.`);
  return {
    kind: 'done',
    quote: {
      printer: args.printer,
      ...(user === undefined ? {} : { user }),
      ...judged,
      warnings: [...told, ...judged.warnings],
    },
  };
}

type Payer =
  | { readonly kind: 'account'; readonly account: Account }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const nobody: Payer = { kind: 'nobody' };

/** An unknown user is judged as his first job would be; the account is not made. */
async function payerOf(deps: AdminDeps, name: string): Promise<Payer> {
  const account = await deps.store.account(name);
  if (account !== undefined) return { kind: 'account', account };
  const { unknown, template, openingBalance } = deps.users;
  switch (unknown) {
    case 'allow':
      return nobody;
    case 'deny': {
      return { kind: 'refused', refusal: { kind: 'unknown-user', message: say('unknown-user', { name }) } };
    }
    case 'create': {
      const wallet = { balance: openingBalance, held: 0, counters: {}, holds: [] };
      const createdAt = deps.clock.now();
      return {
        kind: 'account',
        account: { name, policy: template, policyRevision: 0, createdAt, ...wallet },
      };
    }
  }
}

function quoteFor(
  { copiesBy, capabilities, settings }: PrinterView,
  payer: Payer,
  { ticket, count, octets }: Pick<QuoteArgs, 'ticket' | 'count' | 'octets'>,
): QuoteResult {
  const exempt = payer.kind === 'account' && payer.account.policy.mode === 'exempt';
  return quoteJob({
    count,
    octets,
    ticket,
    copiesBy,
    colourDevice: capabilities.colour,
    prices: exempt ? freeOfCharge : settings.prices,
    rules: settings,
  });
}

function told(refusals: readonly Refusal[]): QuoteView['refusals'] {
  return byPrecedence(refusals).map(({ kind, message }) => ({ kind, message: englishOf(message) }));
}

function judge(payer: Payer, printer: string, result: QuoteResult): Omit<QuoteView, 'printer' | 'user'> {
  const unknown = payer.kind === 'refused' ? [payer.refusal] : [];
  if (result.kind === 'refused') {
    return { outcome: 'refused', refusals: told([...unknown, result.refusal]), warnings: [] };
  }
  const input =
    payer.kind === 'account' ? { account: payer.account, printer, quote: result.quote } : undefined;
  const refusals = told([...unknown, ...(input === undefined ? [] : refusalsOf(input))]);
  return {
    outcome: refusals.length > 0 ? 'refused' : result.kind === 'quoted' ? 'printed' : result.kind,
    quote: result.quote,
    refusals,
    warnings: input === undefined ? [] : termsOf(input).warnings.map(englishOf),
  };
}
