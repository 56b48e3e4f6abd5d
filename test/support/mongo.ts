import { MongoClient } from 'mongodb';
import { newId } from '../../src/base/ids.ts';
import type { Store } from '../../src/jobs/index.ts';
import { type MongoStoreOptions, openMongoStore } from '../../src/storage/mongo/index.ts';
import { needs } from './needs.ts';

/** A database of its own on the server that PLATEN_TEST_MONGODB_URI names; suites ask `describeNeeding` first. */
export interface MongoPlace {
  readonly uri: string;
  readonly database: string;
  /** Opens the store on it, as often as wanted. */
  open(options?: Partial<MongoStoreOptions>): Promise<Store>;
  /** Rows as they are kept, for tests that look behind the store. */
  rows(collection: string): Promise<readonly Record<string, unknown>[]>;
  /** Closes what is open and drops the database. */
  remove(): Promise<void>;
}

export function makeMongoPlace(): MongoPlace {
  const uri = needs('mongodb').found;
  const database = `platen-test-${newId().slice(0, 12)}`;
  const opened: Store[] = [];
  const withClient = async <Result>(work: (client: MongoClient) => Promise<Result>): Promise<Result> => {
    const client = new MongoClient(uri);
    try {
      return await work(client);
    } finally {
      await client.close();
    }
  };
  return {
    uri,
    database,
    open: async (options = {}) => {
      const store = await openMongoStore({ uri, database, clock: { now: () => Date.now() }, ...options });
      opened.push(store);
      return store;
    },
    rows: (collection) => withClient((client) => client.db(database).collection(collection).find().toArray()),
    remove: async () => {
      await Promise.all(opened.map((store) => store.close()));
      await withClient((client) => client.db(database).dropDatabase());
    },
  };
}
