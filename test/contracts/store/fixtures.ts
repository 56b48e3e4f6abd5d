import type { Grant, Post, Refund, Reserve, Void } from '../../../src/accounting/index.ts';
import type { Store, Transition } from '../../../src/jobs/index.ts';
import type { AccountPolicy } from '../../../src/model/account.ts';
import type { HistoryRow, Job } from '../../../src/model/job.ts';
import { plainTicket } from '../../../src/model/ticket.ts';

/** The store of the running suite; a function, because it is opened after the tests are declared. */
export type Subject = () => Store;

/** 2026-11-01T00:00:00Z. */
export const start = 1_793_491_200_000;

/** A job number that no test allocates. */
const elsewhere = 2_000_000_001;

let names = 0;
/** A name nobody else in this run has, so that tests share one store without seeing each other. */
export function fresh(word: string): string {
  names += 1;
  return `${word}-${String(names).padStart(5, '0')}`;
}

export const freePolicy: AccountPolicy = { mode: 'accounting-only', overdraft: 0, limits: {} };

/** Makes an account, with credit when `balance` is not 0. */
export async function makeAccount(store: Store, name: string = fresh('user'), balance = 0): Promise<string> {
  await store.makeAccount({ name, policy: freePolicy, at: start });
  if (balance !== 0) await store.apply([grant({ account: name, amount: balance })]);
  return name;
}

type Needed<Write, Keys extends keyof Write> = Partial<Write> & Pick<Write, Keys>;

export function grant(values: Needed<Grant, 'account'>): Grant {
  return {
    verb: 'grant',
    id: fresh('grant'),
    digest: 'g',
    at: start,
    amount: 0,
    reason: 'cash desk',
    by: 'root',
    ...values,
  };
}

export function reserve(values: Needed<Reserve, 'account'>): Reserve {
  return {
    verb: 'reserve',
    id: fresh('hold'),
    digest: 'r',
    at: start,
    job: elsewhere,
    printer: 'demo',
    amount: 0,
    impressions: 0,
    policyRevision: 1,
    guards: [],
    ...values,
  };
}

export function post(values: Needed<Post, 'account' | 'hold'>): Post {
  return {
    verb: 'post',
    id: fresh('post'),
    digest: 'p',
    at: start,
    job: elsewhere,
    amount: 0,
    impressions: 0,
    overrun: false,
    reason: 'printed',
    ...values,
  };
}

export function release(values: Needed<Void, 'account' | 'hold'>): Void {
  return {
    verb: 'void',
    id: fresh('void'),
    digest: 'v',
    at: start,
    job: elsewhere,
    reason: 'cancelled',
    ...values,
  };
}

export function refund(values: Needed<Refund, 'account' | 'posting'>): Refund {
  return {
    verb: 'refund',
    id: fresh('refund'),
    digest: 'f',
    at: start,
    amount: 0,
    impressions: 0,
    reason: 'paper jam',
    by: 'root',
    ...values,
  };
}

export function jobRecord(values: Needed<Job, 'id'>): Job {
  return {
    uuid: `00000000-0000-4000-8000-${String(values.id).padStart(12, '0')}`,
    revision: 1,
    printer: 'demo',
    owner: { name: 'alice', level: 'claimed', proof: '127.0.0.1', operator: false },
    name: 'Prüfung „Ω“ 😀.pdf',
    ticket: plainTicket,
    attributes: 'AQIDBA==',
    priority: 50,
    state: 'pending',
    reasons: [],
    needsOperator: false,
    attempts: [],
    submittedAt: start,
    ...values,
  };
}

/** A commit of `change`, of which the record says what was expected before. */
export function transition(change: Job, values: Partial<Transition> = {}): Transition {
  return {
    id: fresh('transition'),
    step: 'update',
    change,
    expectedRevision: change.revision - 1,
    ledger: [],
    ...values,
  };
}

/** Stores the first record of a new job. */
export async function makeJob(store: Store, values: Partial<Job> = {}): Promise<Job> {
  const job = jobRecord({ id: await store.allocateJobIds(1), ...values });
  await store.commit(transition(job, { step: 'open' }));
  return job;
}

export function historyRow(values: Needed<HistoryRow, 'job'>): HistoryRow {
  return {
    at: start,
    user: 'alice',
    level: 'claimed',
    printer: 'demo',
    action: 'printed',
    impressions: 2,
    sheets: 2,
    colour: 0,
    amount: 1_000,
    reasons: [],
    name: 'report.pdf',
    format: 'application/pdf',
    octets: 10_240,
    evidence: ['2 pages, page tree'],
    ...values,
  };
}
