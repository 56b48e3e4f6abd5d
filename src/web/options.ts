import type { Clock } from '../base/clock.ts';
import type { Identifier } from '../identity/index.ts';
import type { PrintJobs } from '../jobs/index.ts';
import type { Log } from '../logging/index.ts';
import type { Speech } from '../model/sentences/sentence.ts';

/** What the pages may ask; nothing that changes anything. */
type ShownJobs = Pick<PrintJobs, 'printers' | 'printer' | 'jobs' | 'job'>;

/** What people who say who they are may do with their own jobs, and learn of their account. */
interface Visiting {
  readonly identifier: Identifier;
  readonly jobs: Pick<PrintJobs, 'release' | 'cancel' | 'allowance'>;
}

export interface WebOptions {
  readonly jobs: ShownJobs;
  readonly visiting: Visiting;
  /** Asked at every page, so that it may change. */
  readonly info: () => ServerInfo;
  /** Whether jobs can be taken now; /readyz answers it. */
  readonly ready: () => Promise<boolean>;
  /** For whoever asks for no language that we speak. */
  readonly speech: Speech;
  /** Every printer demands TLS, and the certificate is the administrator's own. */
  readonly tlsOnly: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ServerInfo {
  readonly version: string;
  /** Printer that answers clients which name none. */
  readonly defaultPrinter?: string;
  /** Whether other machines can reach the server, as far as its listeners tell. */
  readonly reachableByOthers: boolean;
}
