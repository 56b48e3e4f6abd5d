import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerWrite, Reserve, WriteResult } from '../../../accounting/index.ts';
import type { Facts } from '../accounts/books.ts';
import type { AccountDraft } from '../accounts/draft.ts';
import { judge } from '../accounts/judge.ts';
import { pendingTries, racesMax } from '../limits.ts';
import { type AccountState, withoutHolds } from '../records/account.ts';
import { tooManyRaces } from '../repairs.ts';
import { isRefused } from './look.ts';
import type { JobParts } from './parts.ts';

/** The holds that one commit wants to set on one account. */
export interface HoldsWanted {
  readonly job: number;
  readonly plan: string;
  readonly account: string;
  /** All writes of the commit on this account; only the reserves among them are carried out here. */
  readonly writes: readonly LedgerWrite[];
  /** Made of an account that nobody read; absent when the account has to be read first. */
  readonly draft: AccountDraft | undefined;
}

export type HoldsSet =
  | { readonly kind: 'set'; readonly draft: AccountDraft }
  | { readonly kind: 'refused'; readonly results: readonly WriteResult[] };

/**
 * Sets the holds by one conditional write. When its conditions do not hold the account is read to find out why, and
 * tried again when they do by then, or when only jobs that may yet be refused stand in the way.
 */
export async function setHolds(wanted: HoldsWanted, parts: JobParts): Promise<HoldsSet> {
  const { order } = parts;
  let { draft } = wanted;
  let pendingTry = 0;
  for (let race = 0; race < racesMax; race += 1) {
    if (draft !== undefined && (await isCarriedOut(draft, parts))) return { kind: 'set', draft };
    const facts = await look(wanted, parts);
    if (draft !== undefined && isSet(draft, facts)) return { kind: 'set', draft };
    if (await dropDead(wanted, facts, parts)) continue;
    const carrier = { account: wanted.account, plan: wanted.plan, order, carries: isReserve };
    const judged = judge(wanted.writes, facts, carrier);
    if (!judged.results.some(isRefused)) {
      draft = judged.draft;
      continue;
    }
    const hopeful = pendingTry < pendingTries.most && (await onlyPendingStand(wanted, facts, parts));
    if (!hopeful) return { kind: 'refused', results: judged.results };
    pendingTry += 1;
    await delay(pendingTries.pauseMs);
    draft = undefined;
  }
  throw tooManyRaces(`the account ${wanted.account}`);
}

export function isReserve(write: LedgerWrite): write is Reserve {
  return write.verb === 'reserve';
}

async function isCarriedOut(draft: AccountDraft, { accounts }: JobParts): Promise<boolean> {
  return draft.empty || (await accounts.change(draft, { outbox: [] }));
}

async function look({ account, writes }: HoldsWanted, { accounts, ledger }: JobParts): Promise<Facts> {
  const state = await accounts.read(account);
  return { state, rows: await ledger.rows(writes.map((write) => write.id)) };
}

/** The write took effect although it was answered otherwise: the driver had sent it twice. */
function isSet({ added }: AccountDraft, { state }: Facts): boolean {
  const present = new Set(state?.holds.map((hold) => `${hold.plan} ${hold.id}`));
  return added.every((hold) => present.has(`${hold.plan} ${hold.id}`));
}

/**
 * Takes out holds of this job under plans that were undone: whoever set them slept through that. We own the job's plan
 * now, so that a hold is either of a plan that was accepted or dead.
 */
async function dropDead(
  wanted: HoldsWanted,
  { state }: Facts,
  { accounts, rows }: JobParts,
): Promise<boolean> {
  const ids = new Set(wanted.writes.filter(isReserve).map((write) => write.id));
  const foreign = plannedHolds(state, wanted.plan).filter(({ id, job }) => ids.has(id) && job === wanted.job);
  if (foreign.length === 0) return false;
  const accepted = (await rows.read(wanted.job))?.accepted ?? [];
  const dead = foreign.filter(({ plan }) => !accepted.includes(plan));
  await accounts.drop(wanted.account, dead);
  return dead.length > 0;
}

/** Whether all would be allowed if the jobs that are not accepted yet were refused. */
async function onlyPendingStand(
  wanted: HoldsWanted,
  facts: Facts,
  { rows, order }: JobParts,
): Promise<boolean> {
  const { state } = facts;
  const planned = plannedHolds(state, wanted.plan);
  if (state === undefined || planned.length === 0) return false;
  const jobs = await rows.some([...new Set(planned.map((hold) => hold.job))]);
  const pending = planned.filter(({ job, plan }) => {
    const current = jobs.get(job)?.plan;
    return current?.phase === 'reserving' && current.id === plan;
  });
  if (pending.length === 0) return false;
  const relaxed = { ...facts, state: withoutHolds(state, pending) };
  const { account, plan } = wanted;
  return !judge(wanted.writes, relaxed, { account, plan, order }).results.some(isRefused);
}

/** Holds that other plans have set. */
function plannedHolds(state: AccountState | undefined, own: string): AccountState['holds'] {
  return state?.holds.filter(({ plan }) => plan !== '' && plan !== own) ?? [];
}
