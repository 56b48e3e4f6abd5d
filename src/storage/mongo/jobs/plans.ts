import { setTimeout as delay } from 'node:timers/promises';
import { planPatienceMs, planPauseMs } from '../limits.ts';
import type { JobState, PlannedHold, ReservingPlan } from '../records/job-row.ts';
import type { JobParts } from './parts.ts';
import { carryOut } from './settling.ts';

/**
 * Brings the plan that stands in a job's row to its end: a settling one is completed. A reserving one is waited for,
 * because its owner may be about to have it accepted, and then undone; at once when it is one of our own, because
 * whoever asks has the job's lane, so that the owner has failed.
 */
export async function resolvePlan(
  met: JobState,
  parts: JobParts,
  patienceMs: number = planPatienceMs,
): Promise<void> {
  const { plan } = met;
  if (plan === undefined) return;
  switch (plan.phase) {
    case 'settling':
      await carryOut(plan, parts);
      return;
    case 'undoing':
      await undo(met.id, plan, parts);
      return;
    case 'reserving':
      if (
        !plan.id.startsWith(parts.node) &&
        (await endsWithin(met.id, plan.id, { rows: parts.rows, patienceMs }))
      ) {
        return;
      }
      await undo(met.id, plan, parts);
  }
}

/**
 * Undoes a reserving plan. Marked first: an owner that slept can then no longer have it accepted without the holds. It
 * may still set a hold afterwards; then it finds the plan gone and takes the hold out itself, or the sweep does.
 */
async function undo(id: number, plan: ReservingPlan, { rows, accounts }: JobParts): Promise<void> {
  if (plan.phase === 'reserving' && !(await rows.beginUndo(id, plan.id))) return;
  await dropHolds(plan.holds, { accounts });
  await rows.restore(id, plan.id);
}

/** Takes the holds of a plan out of their accounts, as far as they are there. */
export async function dropHolds(
  holds: readonly PlannedHold[],
  { accounts }: Pick<JobParts, 'accounts'>,
): Promise<void> {
  for (const { account, hold } of holds) await accounts.drop(account, [hold]);
}

async function endsWithin(
  id: number,
  plan: string,
  { rows, patienceMs }: Pick<JobParts, 'rows'> & { readonly patienceMs: number },
): Promise<boolean> {
  let waitedMs = 0;
  for (
    let pauseMs: number = planPauseMs.first;
    waitedMs < patienceMs;
    pauseMs = Math.min(pauseMs * 2, planPauseMs.most)
  ) {
    await delay(pauseMs);
    waitedMs += pauseMs;
    if ((await rows.read(id))?.plan?.id !== plan) return true;
  }
  return false;
}
