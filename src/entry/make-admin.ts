import { nameNormaliser } from '../accounting/index.ts';
import { type Admin, createAdmin } from '../admin/index.ts';
import { systemClock } from '../base/clock.ts';
import type { Config } from '../config/index.ts';
import type { Credentials } from '../identity/index.ts';
import type { PrintJobs, Store } from '../jobs/index.ts';
import type { Identity } from '../model/identity.ts';

interface Opened {
  readonly store: Store;
  readonly jobs: PrintJobs;
  readonly credentials: Credentials;
}

/** What administrators do, over the store of this process. */
export function adminMaker(config: Config, { store, jobs, credentials }: Opened): (by: Identity) => Admin {
  const deps = {
    store,
    jobs,
    credentials,
    clock: systemClock,
    currency: config.currency,
    users: config.users,
    normalise: nameNormaliser(config.users.normalise),
  };
  return (by) => createAdmin(deps, by);
}
