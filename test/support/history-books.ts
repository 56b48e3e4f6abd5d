import { readdir } from 'node:fs/promises';
import { expect, vi } from 'vitest';
import type { Store } from '../../src/jobs/index.ts';
import { documentsOf, type HistoryRow, type Job } from '../../src/model/job.ts';
import { joinedText, pagesIn } from './history-documents.ts';
import type { Played } from './history-played.ts';
import { sum } from './history-reference-ledger.ts';

/** Longer than any history. */
const all = 1_000_000;

/** What a limited account owes is never more than its overdraft and what postings were allowed beyond their holds. */
export async function expectWithinLimit(store: Store, name: string): Promise<void> {
  const account = await store.account(name);
  if (account === undefined) return;
  const postings = await store.entries({ account: name, verb: 'post', limit: all });
  let overruns = 0;
  for (const { job = 0, amount } of postings) {
    const agreed = (await store.job(job))?.quote?.amount ?? 0;
    overruns += Math.max(0, 0 - amount - agreed);
  }
  expect(account.held - account.balance).toBeLessThanOrEqual(account.policy.overdraft + overruns);
}

/** DESIGN §7 at the end of a history: every promise to clients, to the operator and to the books. */
export async function expectEverythingRight(played: Played): Promise<void> {
  expect(played.world.problems).toEqual([]);
  expect(await played.store.unfinished()).toEqual([]);
  const jobs = await played.store.jobs({ ended: true, limit: all });
  const rows = await played.store.history({ limit: all });
  expectOneRowEach(jobs, rows);
  await expectExactBooks(played, rows);
  await expectEachPostedOnce(played);
  for (const job of jobs) {
    await expectRightCharge(played, job);
    expectRightQuote(played, job);
    expectRightDelivery(played, job);
    expect(await played.store.document(job.id)).toBeUndefined();
  }
  expectChargedAsOrdered(jobs, played);
  for (const sent of played.sent) expectPromiseKept(sent, jobs, played);
  // Files go after the commit that ends their job, without anybody waiting for it.
  await vi.waitFor(async () => {
    expect(await readdir(played.spool), 'spool files').toEqual([]);
  });
}

function expectOneRowEach(jobs: readonly Job[], rows: readonly HistoryRow[]): void {
  const again = rows.filter(({ job }, place) => rows.findIndex((other) => other.job === job) !== place);
  const twice = rows.filter(({ job }) => again.some((other) => other.job === job));
  expect(again, `a second row of a job: ${JSON.stringify(twice)}`).toEqual([]);
  for (const job of jobs) {
    const { settlement } = job;
    const row = rows.find(({ job: id }) => id === job.id);
    expect(row, `the row of job ${job.id}`).toMatchObject({
      user: job.owner.name,
      printer: job.printer,
      action: settlement?.action,
      impressions: settlement?.impressions,
      amount: settlement?.amount,
    });
  }
  // Only those are in the history without ever having been a job.
  const known = new Set(jobs.map(({ id }) => id));
  for (const row of rows)
    if (!known.has(row.job)) expect(row).toMatchObject({ action: 'refused', amount: 0 });
}

/** Nothing is held, and wallet and counters say what the history says. */
async function expectExactBooks({ store }: Played, rows: readonly HistoryRow[]): Promise<void> {
  for (const account of await store.accounts({ limit: all })) {
    const own = rows.filter(({ user }) => user === account.name);
    const grants = await store.entries({ account: account.name, verb: 'grant', limit: all });
    expect(grants.length, 'opening balances').toBeLessThanOrEqual(1);
    expect({ name: account.name, held: account.held, balance: account.balance }).toEqual({
      name: account.name,
      held: 0,
      balance: sum(grants.map(({ amount }) => amount)) - sum(own.map(({ amount }) => amount)),
    });
    for (const [printer, counter] of Object.entries(account.counters)) {
      const used = own.filter((row) => row.printer === printer);
      expect(counter).toEqual({ impressions: sum(used.map(({ impressions }) => impressions)), held: 0 });
    }
    await expectWithinLimit(store, account.name === 'alice' ? 'alice' : '');
  }
}

/** Every hold ended, once. */
async function expectEachPostedOnce({ store }: Played): Promise<void> {
  const entries = await store.entries({ limit: all });
  const holds = entries.filter(({ verb }) => verb === 'reserve').map(({ id }) => id);
  const ended = entries.flatMap(({ verb, of }) => (verb === 'post' || verb === 'void' ? (of ?? []) : []));
  expect(ended.toSorted()).toEqual(holds.toSorted());
  const posted = entries.filter(({ verb }) => verb === 'post').map(({ job }) => job);
  expect(new Set(posted).size).toBe(posted.length);
}

/** A job of which nothing left is not charged, and what is charged is what the job says. */
async function expectRightCharge(played: Played, job: Job): Promise<void> {
  const [posting] = await played.store.entries({ job: job.id, verb: 'post', limit: 1 });
  const amount = posting === undefined ? 0 : 0 - posting.amount;
  expect({ job: job.id, amount }).toEqual({ job: job.id, amount: job.settlement?.amount });
  const { action, impressions, reported } = job.settlement ?? {};
  const unread = action === 'printed' && impressions === 0 && reported === undefined && !isEmpty(job);
  expect(unread && !played.saidPrinted.has(job.id), `job ${job.id} printed for nothing`).toBe(false);
  if (posting === undefined) return;
  const { rules } = played.history;
  const byWord =
    played.saidPrinted.has(job.id) || rules.afterCrash === 'printed' || rules.afterPartial === 'printed';
  if (!byWord)
    expect(played.world.touched(job.id).length, `charged job ${job.id} reached the device`).not.toBe(0);
}

/** A job of CUPS is charged as often as somebody wanted it, however often it was tried; an operator may say otherwise. */
function expectChargedAsOrdered(jobs: readonly Job[], { orders, saidPrinted, history }: Played): void {
  if (history.rules.afterPartial === 'printed') return;
  for (const [key, ordered] of orders) {
    const own = jobs.filter(({ cups }) => cups?.key === key);
    const printed = own.filter(
      ({ id, settlement }) => settlement?.action === 'printed' && !saidPrinted.has(id),
    );
    expect(printed.length, `${key} was ordered ${ordered} times: ${JSON.stringify(own)}`).toBeLessThanOrEqual(
      ordered,
    );
  }
}

/** Closed without a document: it has printed all that it has. The document of a job of CUPS is with CUPS. */
function isEmpty(job: Job): boolean {
  return job.cups === undefined && documentsOf(job).length === 0;
}

/** What a job has to print: all that its client sent and nobody cancelled. */
function printedText(job: Job, { texts }: Played['sent'][number]): string {
  const documents = documentsOf(job);
  return joinedText(texts.filter((_, index) => documents[index]?.cancelled === undefined));
}

/** Quoted for what is printed, also after documents were taken out. */
function expectRightQuote({ sent }: Played, job: Job): void {
  const { count, quote, ticket } = job;
  const source = sent.find(({ job: id }) => id === job.id);
  if (count?.kind !== 'counted' || quote === undefined || source === undefined || job.cups !== undefined)
    return;
  const pages = pagesIn(printedText(job, source));
  expect({ job: job.id, pages: count.pages, impressions: quote.impressions }).toEqual({
    job: job.id,
    pages,
    impressions: pages * ticket.copies,
  });
}

function expectRightDelivery(played: Played, job: Job): void {
  const { world, sent, history, saidAgain, saidPrinted } = played;
  const touched = world.touched(job.id);
  const { afterCrash, afterPartial } = history.rules;
  // CUPS tries as often as it likes.
  if (job.cups === undefined && afterCrash !== 'again' && afterPartial !== 'again') {
    const allowed = 1 + (saidAgain.get(job.id) ?? 0);
    expect(touched.length, `job ${job.id} reached the device ${JSON.stringify(touched)}`).toBeLessThanOrEqual(
      allowed,
    );
  }
  const source = sent.find(({ job: id }) => id === job.id);
  for (const { text } of world.deliveries.filter(({ job: id }) => id === job.id)) {
    if (source === undefined) expect(sent.map(({ texts }) => joinedText(texts))).toContain(text);
    else expect(text).toBe(printedText(job, source));
  }
  if (job.settlement?.action !== 'printed' || isEmpty(job)) return;
  const byWord = saidPrinted.has(job.id) || afterCrash === 'printed' || afterPartial === 'printed';
  const whole = touched.some(({ arrived, text }) => arrived === text.length);
  expect(whole || byWord, `printed job ${job.id} reached the device whole`).toBe(true);
}

/** Who heard yes has a job that ended; who heard no has printed and paid nothing. */
function expectPromiseKept(
  { heard, job: id, texts }: Played['sent'][number],
  jobs: readonly Job[],
  { world }: Played,
): void {
  const job = jobs.find((other) => other.id === id);
  if (heard === 'accepted') expect(job?.state, `accepted job ${id}`).toBe('ended');
  if (heard !== 'refused') return;
  expect(world.deliveries.filter((delivery) => delivery.text === joinedText(texts))).toEqual([]);
  if (job !== undefined) expect(job.settlement).toMatchObject({ action: 'refused', amount: 0 });
}
