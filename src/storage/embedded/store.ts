import {
  type EntryFilter,
  type LedgerEntry,
  type LedgerWrite,
  type NewAccount,
  openingWrite,
  type PolicyChange,
  type WriteResult,
} from '../../accounting/index.ts';
import { assert, PrintServerError } from '../../base/fault.ts';
import type { CommitResult, HistoryFilter, JobFilter, Store, Transition } from '../../jobs/index.ts';
import type { Account } from '../../model/account.ts';
import type { HistoryRow, Job } from '../../model/job.ts';
import type { PrinterStanding } from '../../model/printer.ts';
import { parseHistory, parseJob, parseJobs } from '../records.ts';
import { ListedJobs } from './listed-jobs.ts';
import { LogKeeper } from './log-keeper.ts';
import type { ReadAnswer, ReadRequest, WriteAnswer, WriteRequest } from './messages.ts';
import { documentOctetsOf, packBatch } from './pack.ts';
import type { PointReads } from './point-reads.ts';
import { commitRequestOf } from './transition-request.ts';
import { WorkerChannel } from './worker-channel.ts';
import { startWorker } from './workers.ts';

type AccountPage = Parameters<Store['accounts']>[0];

/** One SQLite file: writes through one worker, lists through another, single records on this thread. */
export class EmbeddedStore implements Store {
  private readonly writer: WorkerChannel<WriteRequest, WriteAnswer>;
  private readonly reader: WorkerChannel<ReadRequest, ReadAnswer>;
  private readonly points: PointReads;
  private readonly listed: ListedJobs;
  private closing: Promise<void> | undefined;

  constructor(file: string, points: PointReads) {
    this.points = points;
    this.listed = new ListedJobs((request) => this.read(request));
    this.reader = new WorkerChannel({
      start: () => startWorker('reader', { file }),
      pack: (message) => ({ message, transfer: [] }),
      lost: 'store-unreachable',
    });
    const keeper = new LogKeeper(async () => {
      const answer = await this.reader.ask({ kind: 'checkpoint' });
      assert(answer.kind === 'checkpointed', `a checkpoint was answered by ${answer.kind}`);
      return answer;
    });
    this.writer = new WorkerChannel({
      start: () => startWorker('writer', { file }),
      pack: (requests) => {
        const documentOctets = documentOctetsOf(requests);
        return packBatch(requests, keeper.noteBatch({ requests: requests.length, documentOctets }));
      },
      lost: 'store-outcome-unknown',
    });
  }

  account(name: string): Promise<Account | undefined> {
    return this.look((points) => points.account(name));
  }

  async accounts(page: AccountPage): Promise<readonly Account[]> {
    const answer = await this.read({ kind: 'accounts', page });
    assert(answer.kind === 'accounts', `a list of accounts was answered by ${answer.kind}`);
    return answer.accounts;
  }

  async makeAccount(account: NewAccount): Promise<'done' | 'exists'> {
    const { name, at } = account;
    const [policy, opening] = [JSON.stringify(account.policy), openingWrite(account)];
    const answer = await this.write({ kind: 'make-account', name, policy, at, opening });
    assert(answer.kind === 'account-made', `a new account was answered by ${answer.kind}`);
    return answer.result;
  }

  async putPolicy({ policy, ...change }: PolicyChange): Promise<'done' | 'stale'> {
    const answer = await this.write({ kind: 'policy', ...change, policy: JSON.stringify(policy) });
    assert(answer.kind === 'policy', `a policy was answered by ${answer.kind}`);
    return answer.result;
  }

  async removeAccount(name: string): Promise<'done' | 'not-found' | 'held'> {
    const answer = await this.write({ kind: 'remove-account', name });
    assert(answer.kind === 'removed', `a removal was answered by ${answer.kind}`);
    return answer.result;
  }

  async apply(writes: readonly LedgerWrite[]): Promise<readonly WriteResult[]> {
    const answer = await this.write({ kind: 'apply', writes });
    assert(answer.kind === 'applied', `ledger writes were answered by ${answer.kind}`);
    return answer.results;
  }

  async entries(filter: EntryFilter): Promise<readonly LedgerEntry[]> {
    const answer = await this.read({ kind: 'entries', filter });
    assert(answer.kind === 'entries', `a list of entries was answered by ${answer.kind}`);
    return answer.entries;
  }

  entry(id: string): Promise<LedgerEntry | undefined> {
    return this.look((points) => points.read((statements) => statements.entry(id)));
  }

  async allocateJobIds(count: number): Promise<number> {
    assert(Number.isInteger(count) && count > 0, `job numbers are set aside by ones or more, not ${count}`);
    const answer = await this.write({ kind: 'allocate', count });
    assert(answer.kind === 'allocated', `job numbers were answered by ${answer.kind}`);
    return answer.first;
  }

  async commit(transition: Transition): Promise<CommitResult> {
    const answer = await this.write(commitRequestOf(transition));
    if (answer.kind === 'done' || answer.kind === 'refused' || answer.kind === 'taken') return answer;
    assert(answer.kind === 'stale', `a commit was answered by ${answer.kind}`);
    return { kind: 'stale', ...(answer.record !== undefined && { job: parseJob(answer.record) }) };
  }

  job(id: number): Promise<Job | undefined> {
    return this.look((points) => points.read((statements) => statements.job(id)));
  }

  cupsJobs(key: string, limit: number): Promise<readonly Job[]> {
    return this.look((points) => points.read((statements) => statements.cupsJobs(key, limit)));
  }

  document(id: number): Promise<Uint8Array | undefined> {
    return this.look((points) => points.read((statements) => statements.document(id)));
  }

  async unfinished(): Promise<readonly Job[]> {
    return parseJobs(await this.records({ kind: 'unfinished' }));
  }

  jobs(filter: JobFilter): Promise<readonly Job[]> {
    return this.listed.jobs(filter);
  }

  async history(filter: HistoryFilter): Promise<readonly HistoryRow[]> {
    return parseHistory(await this.records({ kind: 'history', filter }));
  }

  standings(): Promise<ReadonlyMap<string, PrinterStanding>> {
    return this.look((points) => points.read((statements) => statements.printers.standings()));
  }

  async setStanding(printer: string, standing: PrinterStanding): Promise<void> {
    await this.write({ kind: 'standing', printer, standing: JSON.stringify(standing) });
  }

  /** A transaction is there whole or not at all: opening the file has recovered what a crash left in the log. */
  recover(): Promise<void> {
    return this.ping();
  }

  async ping(): Promise<void> {
    await this.write({ kind: 'ping' });
  }

  close(): Promise<void> {
    this.closing ??= this.closeAll();
    return this.closing;
  }

  // The writer last: the connection that closes last brings the log into the file and removes it.
  private async closeAll(): Promise<void> {
    await this.reader.close({ kind: 'checkpoint' });
    this.points.close();
    await this.writer.close({ kind: 'ping' });
  }

  /** What the work throws is the rejection of the promise. */
  private look<Result>(work: (points: PointReads) => Result): Promise<Result> {
    return new Promise((resolve) => {
      this.assertOpen();
      resolve(work(this.points));
    });
  }

  private async records(request: ReadRequest): Promise<string> {
    const answer = await this.read(request);
    assert(answer.kind === 'records', `a list was answered by ${answer.kind}`);
    return answer.records;
  }

  private read(request: ReadRequest): Promise<ReadAnswer> {
    this.assertOpen();
    return this.reader.ask(request);
  }

  private write(request: WriteRequest): Promise<WriteAnswer> {
    this.assertOpen();
    return this.writer.ask(request);
  }

  private assertOpen(): void {
    if (this.closing !== undefined) throw new PrintServerError('store-unreachable', 'the store is closed');
  }
}
