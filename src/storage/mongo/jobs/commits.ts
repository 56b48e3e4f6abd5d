import type { LedgerWrite, WriteResult } from '../../../accounting/index.ts';
import { assert } from '../../../base/fault.ts';
import { newId } from '../../../base/ids.ts';
import { Lanes } from '../../../base/lanes.ts';
import type { CommitResult, Transition } from '../../../jobs/index.ts';
import type { Job } from '../../../model/job.ts';
import { assertTransition } from '../../transition-shape.ts';
import { racesMax } from '../limits.ts';
import type { SettlingPlan } from '../records/job-row.ts';
import { asUnknown, tooManyRaces } from '../repairs.ts';
import { Acceptance, type JobTransition } from './acceptance.ts';
import { isRefused, lookAt } from './look.ts';
import type { JobParts } from './parts.ts';
import { resolvePlan } from './plans.ts';
import { isReserve } from './reserving.ts';
import { carryOut } from './settling.ts';

/** What one try came to; `again`: the row was not as it was thought to be, or is no longer as it was found. */
type Attempt = CommitResult | 'again';

/**
 * Commits without multi-document transactions. What a commit consists of decides its way:
 *
 *   the record alone       one write of the row
 *   only a history row     one insert
 *   reserves               the row says `reserving` → each account one write → the row is the new record
 *   anything else          the row says `settling` → each account one write → ledger and history → the record
 *
 * The plan in the row is what the others see of it: readers still see the record as it was, writers bring the plan to
 * its end first. A crash leaves a plan, and recovery undoes what was reserving and completes what was settling.
 */
export class Commits {
  readonly #parts: JobParts;
  /** By run of a job of CUPS: inserts that meet at its unique index cost FerretDB a deadlock a second. */
  readonly #runs = new Lanes<string>();

  constructor(parts: JobParts) {
    this.#parts = parts;
  }

  async commit(transition: Transition): Promise<CommitResult> {
    assertTransition(transition);
    const { change } = transition;
    if (change === undefined) return this.#leaveRow(transition);
    const refunds = transition.ledger.some((write) => write.verb === 'refund');
    assert(!refunds, `transition ${transition.id} has a refund: those are applied by themselves`);
    const commit = (): Promise<CommitResult> =>
      this.#parts.lanes.run(change.id, () => this.#commit({ ...transition, change }));
    const { cups } = change;
    return cups === undefined ? commit() : this.#runs.run(`${cups.run} ${cups.key}`, commit);
  }

  /** Ends what a commit of ours has left in the row, when a fault has interrupted it. */
  async repair(job: number): Promise<void> {
    const { lanes, rows } = this.#parts;
    await lanes.run(job, async () => {
      const row = await rows.read(job);
      if (row !== undefined) await resolvePlan(row, this.#parts);
    });
  }

  /** Ends every plan there is. */
  async recover(): Promise<void> {
    for (const row of await this.#parts.rows.planned()) await resolvePlan(row, this.#parts, 0);
  }

  async #leaveRow({ id, ledger, history }: Transition): Promise<CommitResult> {
    assert(ledger.length === 0, `transition ${id} has ledger writes but no job`);
    const { order } = this.#parts;
    if (history !== undefined) await this.#parts.history.insert(id, { row: history, order: order.next() });
    return { kind: 'done' };
  }

  async #commit(transition: JobTransition): Promise<CommitResult> {
    const { id } = transition.change;
    for (let race = 0; race < racesMax; race += 1) {
      const attempt = await this.#attempt(transition);
      if (attempt !== 'again') return attempt;
    }
    throw tooManyRaces(`job ${id}`);
  }

  async #attempt(transition: JobTransition): Promise<Attempt> {
    const { id, change: job, document, expectedRevision, ledger, history } = transition;
    if (ledger.length === 0 && history === undefined) {
      const next = { transition: id, job, document };
      if (await this.#parts.rows.put(next, expectedRevision)) return { kind: 'done' };
      return this.#lookAgain(transition);
    }
    try {
      return ledger.some(isReserve) ? await this.#accept(transition) : await this.#settle(transition);
    } catch (error) {
      this.#parts.repairs.add(`job ${job.id}`, () => this.repair(job.id));
      throw error;
    }
  }

  async #accept(transition: JobTransition): Promise<Attempt> {
    const others = transition.ledger.filter((write) => !isReserve(write));
    if (others.length > 0) {
      const { results } = await lookAt(transition.ledger, this.#parts);
      if (results.some(isRefused)) return this.#refuse(transition, results);
    }
    const acceptance = new Acceptance(transition, this.#planId(), this.#parts);
    const { change: job, expectedRevision, ledger, history } = transition;
    const [planned, rows] = await Promise.all([
      this.#parts.rows.plan(job, acceptance.plan, expectedRevision),
      this.#parts.ledger.rows(ledger.map((write) => write.id)),
    ]);
    if (!planned) return this.#lookAgain(transition);
    const refused = await acceptance.setHolds(rows);
    if (refused !== undefined) return { kind: 'refused', results: refused };
    if (others.length === 0 && history === undefined) {
      return (await acceptance.accept()) ? { kind: 'done' } : 'again';
    }
    const known = new Set(rows.keys());
    const settling = this.#settlingPlan(
      transition,
      others.filter((write) => !known.has(write.id)),
      acceptance.plan.id,
    );
    if (!(await acceptance.acceptAndSettle(settling))) return 'again';
    await carryOut(settling, this.#parts).catch(rethrowUnknown);
    return { kind: 'done' };
  }

  async #settle(transition: JobTransition): Promise<Attempt> {
    const { change: job, expectedRevision, ledger } = transition;
    const { results, states } = await lookAt(ledger, this.#parts);
    if (results.some(isRefused)) return this.#refuse(transition, results);
    const fresh = ledger.filter((_, index) => results[index]?.kind === 'applied');
    const plan = this.#settlingPlan(transition, fresh, this.#planId());
    if (!(await this.#parts.rows.plan(job, plan, expectedRevision))) return this.#lookAgain(transition);
    const { kind } = await carryOut(plan, this.#parts, states).catch(rethrowUnknown);
    return kind === 'settled' ? { kind: 'done' } : 'again';
  }

  /** A refusal is only true of the revision that the transition is about. */
  async #refuse(transition: JobTransition, results: readonly WriteResult[]): Promise<Attempt> {
    const { change: job, expectedRevision } = transition;
    const row = await this.#parts.rows.read(job.id);
    if ((row?.revision ?? 0) === expectedRevision && row?.plan === undefined)
      return { kind: 'refused', results };
    return this.#lookAgain(transition);
  }

  /** The row was not at the revision expected, or had a plan: what is it? */
  async #lookAgain(transition: JobTransition): Promise<Attempt> {
    const { id, change: job, expectedRevision } = transition;
    const row = await this.#parts.rows.read(job.id);
    if (row === undefined) return expectedRevision === 0 ? this.#lookForRun(job) : { kind: 'stale' };
    if (row.plan !== undefined) {
      await resolvePlan(row, this.#parts);
      return 'again';
    }
    if (row.revision === job.revision && row.transition === id) return this.#repeated(transition);
    if (row.revision === expectedRevision) return 'again';
    return row.job === undefined ? { kind: 'stale' } : { kind: 'stale', job: row.job };
  }

  /** The first record of a job could not be inserted: another job may be that run of the job of CUPS. */
  async #lookForRun({ cups }: Job): Promise<Attempt> {
    const other = cups === undefined ? undefined : await this.#parts.rows.ofRun(cups);
    if (other === undefined) return 'again';
    if (other.job !== undefined) return { kind: 'taken' };
    await this.repair(other.id);
    return 'again';
  }

  /** Whoever was not answered the first time may have failed before the lines of its holds were on their way. */
  async #repeated({ ledger }: JobTransition): Promise<CommitResult> {
    const { accounts } = this.#parts;
    for (const write of ledger.filter(isReserve)) {
      const state = await accounts.read(write.account);
      if (state !== undefined) this.#parts.ledger.insertLinesOfHolds(state, (hold) => hold.id === write.id);
    }
    return { kind: 'done' };
  }

  #settlingPlan(transition: JobTransition, writes: readonly LedgerWrite[], id: string): SettlingPlan {
    const { change: job, document, history } = transition;
    const order = this.#parts.order.next();
    return {
      phase: 'settling',
      id,
      transition: transition.id,
      job,
      writes,
      ...(document !== undefined && { document }),
      ...(history !== undefined && { history: { row: history, order } }),
    };
  }

  #planId(): string {
    return `${this.#parts.node}${newId()}`;
  }
}

/** Once a plan says `settling` the commit will be completed: nobody may say that it did not happen. */
function rethrowUnknown(error: unknown): never {
  throw asUnknown(error);
}
