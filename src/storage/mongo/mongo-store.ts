import type { Db, MongoClient } from 'mongodb';
import type {
  EntryFilter,
  LedgerEntry,
  LedgerWrite,
  NewAccount,
  PolicyChange,
  WriteResult,
} from '../../accounting/index.ts';
import type { Clock } from '../../base/clock.ts';
import type { CommitResult, HistoryFilter, JobFilter, Store, Transition } from '../../jobs/index.ts';
import type { Account } from '../../model/account.ts';
import type { HistoryRow, Job } from '../../model/job.ts';
import type { PrinterStanding } from '../../model/printer.ts';
import { makeAccount } from './accounts/making.ts';
import type { Transfers } from './accounts/transfers.ts';
import type { Calls } from './calls.ts';
import type { Commits } from './jobs/commits.ts';
import type { JobNumbers } from './jobs/job-numbers.ts';
import type { JobParts } from './jobs/parts.ts';
import { racesMax } from './limits.ts';
import type { PrinterStandings } from './printer-standings.ts';
import { tooManyRaces } from './repairs.ts';
import { sweep } from './sweep.ts';

export interface MongoStoreParts extends JobParts {
  readonly client: MongoClient;
  readonly database: Db;
  readonly calls: Calls;
  readonly numbers: JobNumbers;
  readonly printers: PrinterStandings;
  readonly clock: Clock;
  readonly transfers: Transfers;
  readonly commits: Commits;
}

/** Both ports over one MongoDB database; what each needs is done in accounts/ and jobs/. */
export class MongoStore implements Store {
  readonly #parts: MongoStoreParts;
  #closing: Promise<void> | undefined;

  constructor(parts: MongoStoreParts) {
    this.#parts = parts;
  }

  async account(name: string): Promise<Account | undefined> {
    return (await this.#parts.accounts.read(name))?.account;
  }

  async accounts(page: { readonly after?: string; readonly limit: number }): Promise<readonly Account[]> {
    return (await this.#parts.accounts.page(page)).map((state) => state.account);
  }

  async makeAccount(account: NewAccount): Promise<'done' | 'exists'> {
    this.#parts.repairs.start();
    return makeAccount(this.#parts, account);
  }

  async putPolicy(change: PolicyChange): Promise<'done' | 'stale'> {
    return this.#parts.accounts.putPolicy(change);
  }

  async removeAccount(name: string): Promise<'done' | 'not-found' | 'held'> {
    const { accounts, ledger } = this.#parts;
    for (let race = 0; race < racesMax; race += 1) {
      const state = await accounts.read(name);
      if (state === undefined) return 'not-found';
      if (state.holds.length > 0) return 'held';
      // The lines of its outbox are booked first: nothing else knows of them.
      await ledger.insert(state.outbox);
      if (await accounts.remove(state)) return 'done';
    }
    throw tooManyRaces(`the account ${name}`);
  }

  async apply(writes: readonly LedgerWrite[]): Promise<readonly WriteResult[]> {
    this.#parts.repairs.start();
    const results: WriteResult[] = [];
    for (const write of writes) results.push(await this.#parts.transfers.apply(write));
    return results;
  }

  async entries(filter: EntryFilter): Promise<readonly LedgerEntry[]> {
    return this.#parts.ledger.entries(filter);
  }

  async entry(id: string): Promise<LedgerEntry | undefined> {
    return this.#parts.ledger.entry(id);
  }

  async allocateJobIds(count: number): Promise<number> {
    return this.#parts.numbers.allocate(count);
  }

  async commit(transition: Transition): Promise<CommitResult> {
    this.#parts.repairs.start();
    return this.#parts.commits.commit(transition);
  }

  async job(id: number): Promise<Job | undefined> {
    return this.#parts.rows.job(id);
  }

  async cupsJobs(key: string, limit: number): Promise<readonly Job[]> {
    return this.#parts.rows.cupsJobs(key, limit);
  }

  async document(id: number): Promise<Uint8Array | undefined> {
    return this.#parts.rows.document(id);
  }

  async unfinished(): Promise<readonly Job[]> {
    return this.#parts.rows.unfinished();
  }

  async jobs(filter: JobFilter): Promise<readonly Job[]> {
    return this.#parts.rows.jobs(filter);
  }

  async history(filter: HistoryFilter): Promise<readonly HistoryRow[]> {
    return this.#parts.history.find(filter);
  }

  standings(): Promise<ReadonlyMap<string, PrinterStanding>> {
    return this.#parts.printers.all();
  }

  setStanding(printer: string, standing: PrinterStanding): Promise<void> {
    return this.#parts.printers.set(printer, standing);
  }

  async recover(): Promise<void> {
    const { commits, transfers, clock } = this.#parts;
    await commits.recover();
    await transfers.recover();
    await sweep({ ...this.#parts, nowMs: clock.now });
  }

  async ping(): Promise<void> {
    const { calls, database, repairs } = this.#parts;
    await calls.read(() => database.command({ ping: 1 }));
    repairs.start();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { repairs, ledger, calls, client } = this.#parts;
    await repairs.settled();
    // What cannot be written now is written by the next start, from the holds.
    await ledger.flush().catch(() => undefined);
    await calls.close();
    await client.close();
  }
}
