import { type QuoteResult, refusalsOf, termsOf } from '../accounting/index.ts';
import type { Account } from '../model/account.ts';
import type { Quote } from '../model/quote.ts';
import { byPrecedence, type Refusal } from '../model/refusal.ts';
import type { Answer, QuoteArgs } from './admin.ts';
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
  const { ticket, count, octets } = args;
  const result = deps.quote({ printer, ticket, count, octets });
  const user = args.user === undefined ? undefined : deps.normalise(args.user);
  const who = user === undefined ? undefined : await payer(deps, user);
  const checked = checkedAgainst(who, args.printer, result);
  return {
    kind: 'done',
    quote: { printer: args.printer, ...(user === undefined ? {} : { user }), ...checked },
  };
}

/** Who would pay: an account, nobody, or a reason why nobody may. */
type Payer = Account | Refusal | undefined;

/** An unknown user is judged as his first job would be. */
async function payer(deps: AdminDeps, name: string): Promise<Payer> {
  const account = await deps.store.account(name);
  if (account !== undefined) return account;
  switch (deps.users.unknown) {
    case 'deny':
      return {
        kind: 'unknown-user',
        message: `There is no user "${name}", and unknown users may not print.`,
      };
    case 'allow':
      return undefined;
    case 'create':
      return {
        name,
        policy: deps.users.template,
        policyRevision: 0,
        balance: deps.users.openingBalance,
        held: 0,
        counters: {},
        holds: [],
        createdAt: deps.clock.now(),
      };
  }
}

function checkedAgainst(
  who: Payer,
  printer: string,
  result: QuoteResult,
): Omit<QuoteView, 'printer' | 'user'> {
  const unknown = who !== undefined && 'kind' in who ? [who] : [];
  if (result.kind === 'refused') {
    return { outcome: 'refused', refusals: byPrecedence([...unknown, result.refusal]), warnings: [] };
  }
  if (who === undefined || 'kind' in who) {
    return {
      outcome: unknown.length > 0 ? 'refused' : outcomeOf(result),
      quote: result.quote,
      refusals: unknown,
      warnings: [],
    };
  }
  const quoted = chargedTo(who, printer, result.quote);
  const refusals = byPrecedence(refusalsOf({ account: who, printer, quote: quoted }));
  const { warnings } = termsOf({ account: who, printer, quote: quoted });
  return { outcome: refusals.length > 0 ? 'refused' : outcomeOf(result), quote: quoted, refusals, warnings };
}

function outcomeOf({ kind }: Exclude<QuoteResult, { readonly kind: 'refused' }>): QuoteView['outcome'] {
  return kind === 'quoted' ? 'printed' : kind;
}

/** An exempt account is counted and pays nothing. */
function chargedTo(account: Account, printer: string, quoted: Quote): Quote {
  return termsOf({ account, printer, quote: quoted }).free ? { ...quoted, amount: 0 } : quoted;
}
