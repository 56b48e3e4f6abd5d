import type { LedgerWrite, WriteResult } from '../../../accounting/index.ts';
import { judge } from '../accounts/judge.ts';
import { racesMax } from '../limits.ts';
import type { AccountState } from '../records/account.ts';
import type { SettlingPlan } from '../records/job-row.ts';
import type { Line } from '../records/ledger.ts';
import { tooManyRaces } from '../repairs.ts';
import { byAccount } from './by-account.ts';
import { isRefused } from './look.ts';
import type { JobParts } from './parts.ts';

export type Settled =
  | { readonly kind: 'settled' }
  /** Nothing was done: another writer has ended a hold since it was looked at, and the plan was withdrawn. */
  | { readonly kind: 'withdrawn' };

/**
 * Carries out a settling plan: accounts, ledger lines and history row, record. Every step may be repeated, by its
 * owner, by another node that met the plan, or after a crash: a hold is ended once and its line is left in the outbox
 * of the account in that same write, lines and rows have unique ids, and the record is compared with the plan.
 *
 * `states`: the accounts as the plan's owner has judged the writes by them; absent when another carries on.
 */
export async function carryOut(
  plan: SettlingPlan,
  parts: JobParts,
  states?: ReadonlyMap<string, AccountState | undefined>,
): Promise<Settled> {
  const { rows, ledger, history, accounts } = parts;
  const lines: Line[] = [];
  for (const [account, writes] of byAccount(plan.writes)) {
    const done = await settleAccount({ account, writes, plan: plan.id, state: states?.get(account) }, parts);
    const owned = states !== undefined && lines.length === 0;
    if (owned && done.refused && (await rows.restore(plan.job.id, plan.id))) return { kind: 'withdrawn' };
    lines.push(...done.lines);
  }
  const { transition } = plan;
  await Promise.all([
    lines.length > 0 ? ledger.insert(lines) : undefined,
    plan.history === undefined ? undefined : history.insert(transition, plan.history),
  ]);
  for (const { account, id } of lines) accounts.forgetLater(account, [id]);
  await rows.settle(plan);
  return { kind: 'settled' };
}

interface AccountShare {
  readonly account: string;
  readonly writes: readonly LedgerWrite[];
  readonly plan: string;
  /** As read before the plan was made, when all writes were allowed by it. */
  readonly state: AccountState | undefined;
}

interface ShareDone {
  /** Lines that took effect and may not be in the ledger yet. */
  readonly lines: readonly Line[];
  /** Nothing was done, and at least one write cannot be: its hold was ended by another. */
  readonly refused: boolean;
}

async function settleAccount(share: AccountShare, { accounts, ledger, order }: JobParts): Promise<ShareDone> {
  const { account, writes, plan } = share;
  const ids = new Set(writes.map((write) => write.id));
  let known = share.state;
  for (let race = 0; race < racesMax; race += 1) {
    const state = known ?? (await accounts.read(account));
    const rows = known === undefined ? await ledger.rows([...ids]) : new Map<string, never>();
    known = undefined;
    const booked = state?.outbox.filter((line) => ids.has(line.id)) ?? [];
    const { results, draft } = judge(writes, { state, rows }, { account, plan, order });
    if (draft.empty) return { lines: booked, refused: booked.length === 0 && results.some(isRefused) };
    const mark = state !== undefined && needsMark(writes, results) ? { mark: state.mark } : {};
    const done = await accounts.change(draft, { outbox: draft.lines, ...mark });
    if (done) return { lines: [...booked, ...draft.lines], refused: false };
  }
  throw tooManyRaces(`the account ${account}`);
}

/** The hold it ends keeps a post or void from being done twice; a grant has nothing but the mark (see Transfers). */
function needsMark(writes: readonly LedgerWrite[], results: readonly WriteResult[]): boolean {
  return writes.some(({ verb }, index) => verb === 'grant' && results[index]?.kind === 'applied');
}
