import type { Accounts } from './accounts/accounts.ts';
import type { Ledger } from './accounts/ledger.ts';
import type { Transfers } from './accounts/transfers.ts';
import type { JobRows } from './jobs/job-rows.ts';
import { sweepRowsMax } from './limits.ts';
import type { AccountState, StoredHold } from './records/account.ts';
import type { JobState } from './records/job-row.ts';

export interface SweepParts {
  readonly accounts: Accounts;
  readonly ledger: Ledger;
  readonly rows: JobRows;
  readonly transfers: Transfers;
  readonly nowMs: () => number;
}

/**
 * Tidies every account that has something open: books the lines of its outbox, drops holds that no commit stands for,
 * frees those of jobs that have ended, and writes the ledger lines of the others.
 *
 * It may run beside writers of other nodes: the account is read before the jobs, and a plan is in its job's row before
 * its first hold is set and until its last is gone. A hold seen here whose plan the job does not know was therefore
 * set for a plan that is over.
 */
export async function sweep(parts: SweepParts): Promise<void> {
  let after = '';
  for (;;) {
    const states = await parts.accounts.openPage(after, sweepRowsMax);
    for (const state of states) await sweepAccount(state, parts);
    const last = states.at(-1);
    if (last === undefined) break;
    after = last.account.name;
  }
  await parts.ledger.flush();
}

async function sweepAccount(
  state: AccountState,
  { accounts, ledger, rows, transfers, nowMs }: SweepParts,
): Promise<void> {
  const { name } = state.account;
  const ofJobs = state.holds.filter((hold) => hold.plan !== '');
  const jobs = await rows.some([...new Set(ofJobs.map((hold) => hold.job))]);
  const dead = ofJobs.filter((hold) => isDead(hold, jobs.get(hold.job)));
  const ended = ofJobs.filter((hold) => !dead.includes(hold) && jobs.get(hold.job)?.job?.state === 'ended');
  await ledger.insert(state.outbox);
  await accounts.forget(
    name,
    state.outbox.map((line) => line.id),
  );
  await accounts.drop(name, dead);
  ledger.insertLinesOfHolds(state, (hold) => !dead.includes(hold) && !isPending(hold, jobs.get(hold.job)));
  for (const hold of ended) await transfers.apply(releaseOf(name, hold, nowMs()));
}

function isDead(hold: StoredHold, row: JobState | undefined): boolean {
  return row === undefined || !(row.accepted.includes(hold.plan) || row.plan?.id === hold.plan);
}

/** Its commit is not accepted yet, so that it has no line in the ledger. */
function isPending({ plan }: StoredHold, row: JobState | undefined): boolean {
  return plan !== '' && row?.accepted.includes(plan) === false;
}

function releaseOf(account: string, { id, job }: StoredHold, at: number): Parameters<Transfers['apply']>[0] {
  const reason = 'the job had ended without it';
  return { verb: 'void', id: `${id}:swept`, digest: 'swept', account, at, job, hold: id, reason };
}
