import type { RequestListener } from 'node:http';
import { nameNormaliser } from '../accounting/index.ts';
import {
  adapterLimits,
  adapterOverNetwork,
  createAdapterHandler,
  startAdapterServer,
} from '../adapter/index.ts';
import type { Config } from '../config/index.ts';
import type { PrintJobs } from '../jobs/index.ts';
import type { Log } from '../logging/index.ts';

export interface AdaptersOptions {
  readonly config: Config;
  readonly jobs: PrintJobs;
  readonly version: string;
  readonly log: Log;
}

export interface Adapters {
  /** The main port with adapters of other machines, which have tokens, beside everything else. */
  besides(web: RequestListener): RequestListener;
  close(): Promise<void>;
}

/** Opens the door of the adapters of CUPS queues. */
export async function startAdapters({ config, jobs, version, log }: AdaptersOptions): Promise<Adapters> {
  const { socket: path, group, tokens, openAttemptMs } = config.adapter;
  const limits = adapterLimits;
  const handler = createAdapterHandler({
    jobs,
    version,
    queues: config.cups.queues,
    normaliseUser: nameNormaliser(config.users.normalise),
    openAttemptMs,
    limits,
    log,
  });
  const server = await startAdapterServer({
    path,
    ...(group === undefined ? {} : { group }),
    handler,
    limits,
  });
  return {
    besides: (web) => adapterOverNetwork(handler, tokens, web),
    close: () => server.close(),
  };
}
