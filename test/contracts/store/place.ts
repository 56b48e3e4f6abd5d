import type { Store } from '../../../src/jobs/index.ts';

/** One place where data is kept, empty when it is made. */
export interface StoreUnderTest {
  /** Opens the store on this data; called again only after the one before was closed. */
  open(): Promise<Store>;
  /** Closes what is open and deletes the data. */
  remove(): Promise<void>;
}
