import { PrintServerError } from '../../base/fault.ts';
import type { Store } from '../../jobs/index.ts';
import type { PrinterStanding } from '../../model/printer.ts';
import { assertTransition } from '../transition-shape.ts';
import { MemoryJobBook } from './job-book.ts';
import { MemoryLedger } from './ledger.ts';

/** A store that forgets everything when the process ends: for tests and trials. */
export function createMemoryStore(): Store {
  const ledger = new MemoryLedger();
  const book = new MemoryJobBook(ledger);
  const standings = new Map<string, PrinterStanding>();
  let closed = false;

  /** Runs the work at once; what it throws becomes a rejection, as with the stores that are elsewhere. */
  const answer = <T>(work: () => T): Promise<T> =>
    new Promise((resolve) => {
      if (closed) throw new PrintServerError('store-unreachable', 'the store is closed');
      resolve(work());
    });

  return {
    account: (name) => answer(() => ledger.account(name)),
    accounts: (page) => answer(() => ledger.accounts(page)),
    makeAccount: (account) => answer(() => ledger.makeAccount(account)),
    putPolicy: (change) => answer(() => ledger.putPolicy(change)),
    removeAccount: (name) => answer(() => ledger.removeAccount(name)),
    apply: (writes) => answer(() => ledger.apply(writes)),
    entries: (filter) => answer(() => ledger.entries(filter)),
    entry: (id) => answer(() => ledger.entry(id)),
    allocateJobIds: (count) => answer(() => book.allocateJobIds(count)),
    commit: (transition) =>
      answer(() => {
        assertTransition(transition);
        return book.commit(transition);
      }),
    job: (id) => answer(() => book.job(id)),
    cupsJobs: (key, limit) => answer(() => book.cupsJobs(key, limit)),
    document: (id) => answer(() => book.document(id)),
    unfinished: () => answer(() => book.unfinished()),
    jobs: (filter) => answer(() => book.jobs(filter)),
    history: (filter) => answer(() => book.history(filter)),
    standings: () => answer(() => new Map(standings)),
    setStanding: (printer, standing) =>
      answer(() => {
        standings.set(printer, standing);
      }),
    recover: () => answer(() => undefined),
    ping: () => answer(() => undefined),
    close: () => {
      closed = true;
      return Promise.resolve();
    },
  };
}
