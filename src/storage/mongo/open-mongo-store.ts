import { MongoClient } from 'mongodb';
import type { Clock } from '../../base/clock.ts';
import { newId } from '../../base/ids.ts';
import { Lanes } from '../../base/lanes.ts';
import type { Store } from '../../jobs/index.ts';
import { Accounts } from './accounts/accounts.ts';
import { Ledger } from './accounts/ledger.ts';
import { Transfers } from './accounts/transfers.ts';
import { Calls } from './calls.ts';
import { type Collections, collectionsOf, createIndexes } from './collections.ts';
import { Commits } from './jobs/commits.ts';
import { HistoryRows } from './jobs/history-rows.ts';
import { JobNumbers } from './jobs/job-numbers.ts';
import { JobRows } from './jobs/job-rows.ts';
import type { JobParts } from './jobs/parts.ts';
import { answerTimeoutMs, connectionsMax, selectionTimeoutMs } from './limits.ts';
import { MongoStore } from './mongo-store.ts';
import { Order } from './order.ts';
import { PrinterStandings } from './printer-standings.ts';
import { Repairs } from './repairs.ts';
import { checkSchemaVersion } from './schema-version.ts';

export interface MongoStoreOptions {
  readonly uri: string;
  readonly database: string;
  readonly clock: Clock;
  /** Milliseconds a call waits for a server before it says `store-unreachable`. */
  readonly selectTimeoutMs?: number;
  /** Milliseconds a command may take before its outcome is called unknown. */
  readonly answerTimeoutMs?: number;
}

/** Connects, refuses a database of another schema version, and makes the indexes that are missing. */
export async function openMongoStore(options: MongoStoreOptions): Promise<Store> {
  const client = connectionTo(options);
  const calls = new Calls();
  try {
    const database = client.db(options.database);
    const collections = collectionsOf(database);
    await calls.read(() => client.connect());
    await checkSchemaVersion(collections, calls);
    await createIndexes(collections, calls);
    const numbers = new JobNumbers(collections.meta, calls);
    await numbers.begin();
    const parts = partsOf(collections, calls, options.clock);
    const printers = new PrinterStandings(collections.printers, calls);
    return new MongoStore({ ...parts, numbers, printers, client, database, calls, clock: options.clock });
  } catch (error) {
    await client.close();
    throw error;
  }
}

function connectionTo(options: MongoStoreOptions): MongoClient {
  const selectTimeoutMs = options.selectTimeoutMs ?? selectionTimeoutMs;
  return new MongoClient(options.uri, {
    appName: 'platen',
    // Acknowledged means: on the disks of most of the set, so that no election and no power cut takes it back.
    writeConcern: { w: 'majority', journal: true },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    serverSelectionTimeoutMS: selectTimeoutMs,
    connectTimeoutMS: selectTimeoutMs,
    waitQueueTimeoutMS: options.answerTimeoutMs ?? answerTimeoutMs,
    socketTimeoutMS: options.answerTimeoutMs ?? answerTimeoutMs,
    maxPoolSize: connectionsMax,
  });
}

interface StoreParts extends JobParts {
  readonly transfers: Transfers;
  readonly commits: Commits;
}

function partsOf(collections: Collections, calls: Calls, clock: Clock): StoreParts {
  const accounts = new Accounts(collections.accounts, calls);
  const ledger = new Ledger(collections.ledger, calls);
  const order = new Order(clock);
  const repairs = new Repairs();
  const jobParts: JobParts = {
    rows: new JobRows(collections.jobs, calls),
    accounts,
    ledger,
    history: new HistoryRows(collections.history, calls),
    order,
    lanes: new Lanes<number>(),
    repairs,
    node: `${newId().slice(0, 12)}.`,
  };
  const transfers = new Transfers({
    collection: collections.transfers,
    calls,
    accounts,
    ledger,
    order,
    lanes: new Lanes<string>(),
    repairs,
  });
  return { ...jobParts, transfers, commits: new Commits(jobParts) };
}
