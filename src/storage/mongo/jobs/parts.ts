import type { Lanes } from '../../../base/lanes.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Ledger } from '../accounts/ledger.ts';
import type { Order } from '../order.ts';
import type { Repairs } from '../repairs.ts';
import type { HistoryRows } from './history-rows.ts';
import type { JobRows } from './job-rows.ts';

/** What the commits of jobs work with. */
export interface JobParts {
  readonly rows: JobRows;
  readonly accounts: Accounts;
  readonly ledger: Ledger;
  readonly history: HistoryRows;
  readonly order: Order;
  /** By job number. */
  readonly lanes: Lanes<number>;
  readonly repairs: Repairs;
  /** Begins every plan id of this store, so that it knows its own. */
  readonly node: string;
}
