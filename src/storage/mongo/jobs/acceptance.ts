import type { WriteResult } from '../../../accounting/index.ts';
import type { Transition } from '../../../jobs/index.ts';
import type { Job } from '../../../model/job.ts';
import type { AccountDraft } from '../accounts/draft.ts';
import { draftUnread } from '../accounts/judge.ts';
import type { ReservingPlan, SettlingPlan } from '../records/job-row.ts';
import type { LedgerRow } from '../records/ledger.ts';
import { byAccount } from './by-account.ts';
import { lookAt } from './look.ts';
import type { JobParts } from './parts.ts';
import { dropHolds } from './plans.ts';
import { isReserve, setHolds } from './reserving.ts';

/** A transition that has a job. */
export interface JobTransition extends Transition {
  readonly change: Job;
}

/** The way of one commit with reserves, from its plan to the record that everybody sees. */
export class Acceptance {
  readonly plan: ReservingPlan;
  readonly #transition: JobTransition;
  readonly #parts: JobParts;
  /** By account; made without reading any, because most reserves are allowed. */
  readonly #drafts: ReadonlyMap<string, AccountDraft>;
  readonly #set: AccountDraft[] = [];

  constructor(transition: JobTransition, id: string, parts: JobParts) {
    const { order } = parts;
    const reserves = byAccount(transition.ledger.filter(isReserve));
    const drafts = reserves.map(
      ([account, writes]) => [account, draftUnread(writes, { account, plan: id, order })] as const,
    );
    this.#transition = transition;
    this.#parts = parts;
    this.#drafts = new Map(drafts);
    this.plan = { phase: 'reserving', id, holds: holdsOf(this.#drafts.values()) };
  }

  /** Sets every hold, or none and tells why. `rows`: writes of this commit that are in the ledger already. */
  async setHolds(rows: ReadonlyMap<string, LedgerRow>): Promise<readonly WriteResult[] | undefined> {
    for (const [account, writes] of byAccount(this.#transition.ledger)) {
      const unread = this.#drafts.get(account);
      if (unread === undefined) continue;
      const draft = writes.some((write) => rows.has(write.id)) ? undefined : unread;
      const wanted = { job: this.#transition.change.id, plan: this.plan.id, account, writes, draft };
      const set = await setHolds(wanted, this.#parts);
      if (set.kind === 'refused') {
        await this.#undo();
        return this.#resultsOf(writes, set.results);
      }
      this.#set.push(set.draft);
    }
    return undefined;
  }

  /** false: another has undone the plan, so that nobody may rely on its holds. */
  async accept(): Promise<boolean> {
    const { id: transition, change: job, document } = this.#transition;
    const accepted = await this.#parts.rows.accept(this.plan.id, { transition, job, document });
    return this.#accepted(accepted);
  }

  async acceptAndSettle(settling: SettlingPlan): Promise<boolean> {
    const { id } = this.#transition.change;
    return this.#accepted(await this.#parts.rows.acceptAndSettle(id, this.plan.id, settling));
  }

  async #accepted(accepted: boolean): Promise<boolean> {
    if (accepted) this.#parts.ledger.insertLater(this.#set.flatMap((draft) => draft.lines));
    else await dropHolds(holdsOf(this.#set), this.#parts);
    return accepted;
  }

  async #undo(): Promise<void> {
    await dropHolds(holdsOf(this.#set), this.#parts);
    await this.#parts.rows.restore(this.#transition.change.id, this.plan.id);
  }

  /** One result a write: those of the account that refused, and what the others would be answered. */
  async #resultsOf(
    writes: readonly JobTransition['ledger'][number][],
    results: readonly WriteResult[],
  ): Promise<readonly WriteResult[]> {
    const { ledger } = this.#transition;
    const told = new Map(writes.map((write, index) => [write, results[index]]));
    const others = told.size === ledger.length ? [] : (await lookAt(ledger, this.#parts)).results;
    return ledger.map((write, index) => told.get(write) ?? others[index] ?? { kind: 'applied' });
  }
}

function holdsOf(drafts: Iterable<AccountDraft>): ReservingPlan['holds'] {
  return [...drafts].flatMap(({ account, added }) => added.map((hold) => ({ account, hold })));
}
