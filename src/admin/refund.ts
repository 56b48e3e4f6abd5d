import { type LedgerEntry, refundWrite, type WriteResult } from '../accounting/index.ts';
import { newId } from '../base/ids.ts';
import { plural } from '../base/plural.ts';
import type { Identity } from '../model/identity.ts';
import type { Answer, NotFound, RefundArgs, Refused } from './admin.ts';
import { type AdminDeps, money } from './context.ts';
import { noJob, noUser, refused } from './names.ts';
import { type Portion, type PortionResult, portionToRefund } from './refund-portion.ts';
import type { RefundView } from './views.ts';

/** Ledger entries of one job: a hold, a posting, and refunds of it made by hand. */
const entriesMax = 10_000;

type RefundAnswer = Answer<{ readonly refund: RefundView }>;

/** What the ledger knows of a job's charge. */
interface Charge {
  readonly posting: LedgerEntry;
  readonly posted: Portion;
  readonly refunds: readonly LedgerEntry[];
  readonly left: Portion;
}

/** Gives back the whole or a part of what a job was charged. */
export async function refund(deps: AdminDeps, by: Identity, args: RefundArgs): Promise<RefundAnswer> {
  const charge = await chargeOf(deps, args.job);
  if (charge === undefined) return nothingCharged(deps, args.job);
  const id = `refund:${args.id ?? newId()}`;
  const earlier = args.id === undefined ? undefined : await deps.store.entry(id);
  if (earlier !== undefined) return repeated(deps, args, charge, earlier);
  const portion = portionToRefund({ posted: charge.posted, left: charge.left, asked: args });
  if (portion.kind !== 'portion') return refusedPortion(deps, args.job, portion, charge.left);
  const { account } = charge.posting;
  if ((await deps.store.account(account)) === undefined) return noUser(account);
  const view = viewOf(args.job, charge, portion);
  if (args.dryRun === true) return { kind: 'done', refund: view };
  const { amount, impressions } = portion;
  const at = deps.clock.now();
  const written = { account, posting: charge.posting.id, amount, impressions, at };
  const write = refundWrite({ id, ...written, reason: args.reason, by: by.name });
  const [result] = await deps.store.apply([write]);
  return answerOf(deps, view, result);
}

async function chargeOf(deps: AdminDeps, job: number): Promise<Charge | undefined> {
  const entries = await deps.store.entries({ job, limit: entriesMax });
  const posting = entries.find((entry) => entry.verb === 'post');
  if (posting === undefined) return undefined;
  const refunds = entries.filter((entry) => entry.verb === 'refund' && entry.of === posting.id);
  const posted = { amount: 0 - posting.amount, impressions: posting.impressions };
  // A refund is a credit of the wallet and takes impressions off the counter, where a posting has the signs reversed.
  const left = refunds.reduce(
    (rest, entry) => ({
      amount: rest.amount - entry.amount,
      impressions: rest.impressions + entry.impressions,
    }),
    posted,
  );
  return { posting, posted, refunds, left };
}

async function nothingCharged(deps: AdminDeps, job: number): Promise<NotFound | Refused> {
  const record = await deps.store.job(job);
  if (record !== undefined && record.state !== 'ended') {
    return refused(`Job ${job} has not ended, nothing is charged yet; cancel it instead.`);
  }
  const [row] = await deps.store.history({ job, limit: 1 });
  if (record === undefined && row === undefined) return noJob(job);
  return refused(`Job ${job} (${row?.action ?? 'ended'}) was not charged, so there is nothing to refund.`);
}

/** The id was used: the same refund again changes nothing, any other one is refused. */
function repeated(deps: AdminDeps, args: RefundArgs, charge: Charge, earlier: LedgerEntry): RefundAnswer {
  const done = { amount: earlier.amount, impressions: 0 - earlier.impressions };
  const same =
    charge.refunds.some((entry) => entry.id === earlier.id) &&
    (args.amount === undefined || args.amount === done.amount) &&
    (args.impressions === undefined || args.impressions === done.impressions);
  if (!same) {
    return refused(
      `The id "${args.id ?? ''}" was used already, for a refund of ${describe(deps, done)}; nothing was refunded.`,
    );
  }
  return {
    kind: 'done',
    refund: {
      job: args.job,
      user: charge.posting.account,
      ...done,
      amountLeft: charge.left.amount,
      impressionsLeft: charge.left.impressions,
      repeated: true,
    },
  };
}

function refusedPortion(
  deps: AdminDeps,
  job: number,
  portion: Exclude<PortionResult, { readonly kind: 'portion' }>,
  left: Portion,
): Refused {
  switch (portion.kind) {
    case 'nothing-left':
      return refused(`Job ${job} has been refunded wholly; nothing is left to refund.`);
    case 'nothing-asked':
      return refused('A refund needs an amount or impressions above 0.');
    case 'too-much':
      return refused(`Only ${describe(deps, left)} of job ${job} are left to refund.`);
  }
}

function viewOf(job: number, { posting, left }: Charge, { amount, impressions }: Portion): RefundView {
  return {
    job,
    user: posting.account,
    amount,
    impressions,
    amountLeft: left.amount - amount,
    impressionsLeft: left.impressions - impressions,
    repeated: false,
  };
}

function answerOf(deps: AdminDeps, view: RefundView, result: WriteResult | undefined): RefundAnswer {
  switch (result?.kind) {
    case 'applied':
      return { kind: 'done', refund: view };
    case 'exists':
      return { kind: 'done', refund: { ...view, repeated: true } };
    case 'no-account':
      return noUser(view.user);
    case 'over-posting': {
      const left = { amount: result.amountLeft, impressions: result.impressionsLeft };
      return refused(`Only ${describe(deps, left)} of job ${view.job} are left to refund.`);
    }
    case 'conflict':
      return refused('That id was used for another refund at this moment; nothing was refunded.');
    case undefined:
    case 'no-posting':
    case 'stale-policy':
    case 'guards':
    case 'no-hold':
    case 'over-hold':
      return refused(
        `The store did not take the refund of job ${view.job} (${result?.kind ?? 'no answer'}).`,
      );
  }
}

function describe(deps: AdminDeps, { amount, impressions }: Portion): string {
  return `${money(deps, amount)} and ${plural(impressions, 'impression')}`;
}
