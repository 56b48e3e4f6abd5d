import type { RequestListener } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Identifier } from '../identity/index.ts';
import type { IppAttributes } from '../ipp/index.ts';
import type { PrinterView, PrintJobs } from '../jobs/index.ts';
import type { Log } from '../logging/index.ts';
import type { ListenAddress } from '../model/listen.ts';
import type { Speech } from '../model/sentences/sentence.ts';
import type { TlsIdentity } from '../model/tls-identity.ts';
import { isStopped } from './attributes/live.ts';
import { PrinterAttributes } from './attributes/printer-attributes.ts';
import { fetchSchemes } from './fetch/allowed-place.ts';
import { DocumentFetcher, type FetchRules } from './fetch/document-fetcher.ts';
import { IppEndpoint } from './http/ipp-endpoint.ts';
import { defaultLimits, type WireLimits } from './http/limits.ts';
import { Listener } from './http/listener.ts';
import { StartQueue } from './http/start-queue.ts';
import { UploadWatch } from './http/upload-watch.ts';
import { KeptSubscriptions, type SubscriptionKeeper } from './notify/kept-subscriptions.ts';
import { occurrencesOf } from './notify/occurrences.ts';
import { StoppedPrinters } from './notify/stopped-printers.ts';
import { Subscriptions } from './notify/subscriptions.ts';
import { Waiting } from './notify/waiting.ts';
import { operationTable } from './operation-table.ts';
import { ShortWay } from './short-way/short-way.ts';

export interface PrintServerOptions {
  readonly jobs: PrintJobs;
  /** At least one. */
  readonly listen: readonly ListenAddress[];
  /** Everything that is not a POST of application/ipp. */
  readonly web: RequestListener;
  /** Without it there is no TLS. */
  readonly tls?: TlsIdentity;
  readonly clock: Clock;
  readonly log: Log;
  /** Makes printer-uuid stable: the same seed and name give the same UUID on every start. */
  readonly uuidSeed: string;
  readonly defaultPrinter?: string;
  /** Says who asks. */
  readonly identifier: Identifier;
  readonly info: ServerInfo;
  /** What is spoken to those who ask for a language that we do not have, and the money of the accounts. */
  readonly speech: Speech;
  /** From where Print-URI and Send-URI may fetch; without it they are not offered. */
  readonly documentUris?: FetchRules;
  /** Keeps subscriptions over a restart; without it they end with the server. */
  readonly subscriptionKeeper?: SubscriptionKeeper;
  /** Where the defaults do not fit. */
  readonly limits?: Partial<WireLimits>;
}

interface ServerInfo {
  readonly version: string;
  readonly organization: string;
  readonly organizationalUnit: string;
}

interface PrintServer {
  /** Opens the sockets; the addresses as they were opened. Throws the fault `listen-failed`. */
  start(): Promise<readonly ListenAddress[]>;
  /** Proves itself by this in connections from now on; of no effect without TLS from the start. */
  renewTls(identity: TlsIdentity): void;
  /** What is offered of a printer, without what names a host; undefined where there is none of this name. */
  attributesOf: (printer: string) => IppAttributes | undefined;
  /** A printer goes by this name on the network. */
  announcedAs: (printer: string, label: string) => void;
  /** Takes no new connections, lets requests being answered end, closes the rest. */
  stop(): Promise<void>;
}

/** The IPP face: PrintJobs for everyone who speaks IPP over HTTP. */
export function createPrintServer(options: PrintServerOptions): PrintServer {
  const { jobs, clock, log, speech, defaultPrinter } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const fetching =
    options.documentUris === undefined ? {} : { fetcher: new DocumentFetcher(options.documentUris) };
  const offered = [...operationTable].filter(([, { isOffered }]) => isOffered?.(fetching) !== false);
  const facts = {
    ...options.info,
    uuidSeed: options.uuidSeed,
    operations: offered.map(([id]) => id),
    fetchSchemes: options.documentUris === undefined ? [] : fetchSchemes,
    documentWaitMs: limits.documentWaitMs,
    tls: options.tls !== undefined,
    language: speech.language,
  };
  const printerAttributes = new PrinterAttributes(facts, clock);
  const services = {
    jobs,
    clock,
    log,
    limits,
    speech,
    printerAttributes,
    subscriptions: watchedBy(options, limits),
    ...fetching,
    ...(defaultPrinter === undefined ? {} : { defaultPrinter }),
  };
  const watch = new UploadWatch(limits);
  const starts = new StartQueue(limits);
  const shortWay = new ShortWay({ clock, keepAliveMs: limits.keepAliveMs });
  const endpoint = new IppEndpoint({
    services,
    watch,
    starts,
    shortWay,
    identifier: options.identifier,
    tls: options.tls !== undefined,
    web: options.web,
  });
  const listener = new Listener({
    addresses: options.listen,
    limits,
    log,
    starts,
    shortWay,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    handle: (exchange) => {
      endpoint.handle(exchange);
    },
  });
  return {
    start: async () => {
      await takeUpSubscriptions(services.subscriptions, jobs);
      watch.start();
      return listener.start();
    },
    renewTls: (identity) => {
      listener.renew(identity);
    },
    attributesOf: (name) => offeredOf(jobs.printer(name), printerAttributes),
    announcedAs: (printer, label) => {
      printerAttributes.announcedAs(printer, label);
    },
    stop: async () => {
      services.subscriptions.waiting.close();
      await listener.stop();
      watch.stop();
    },
  };
}

/** Subscriptions that hear of all that happens. */
function watchedBy(
  { jobs, clock, log, subscriptionKeeper: keeper }: PrintServerOptions,
  { eventWaitersMax }: WireLimits,
): Subscriptions {
  const kept = keeper === undefined ? undefined : new KeptSubscriptions(keeper, log);
  const subscriptions = new Subscriptions(clock, new Waiting(eventWaitersMax), kept);
  const stopped = new StoppedPrinters(jobs);
  const isPrinterStopped = (printer: string): boolean => isStopped(jobs.printer(printer));
  stopped.lookAtAll();
  jobs.watch((happening) => {
    const seen = stopped.seenAt(happening);
    if (subscriptions.isEmpty) return;
    for (const occurrence of occurrencesOf(happening, seen, isPrinterStopped)) subscriptions.tell(occurrence);
  });
  return subscriptions;
}

/** A job may have ended before anyone could hear it: that is told again, since nobody knows whether it was heard. */
async function takeUpSubscriptions(subscriptions: Subscriptions, jobs: PrintJobs): Promise<void> {
  await subscriptions.takeUp(async ({ printer, job }) =>
    job === undefined ? jobs.printer(printer) !== undefined : (await jobs.job(job)) !== undefined,
  );
  for (const id of subscriptions.jobs) {
    const job = (await jobs.job(id))?.job;
    if (job?.state !== 'ended') continue;
    for (const occurrence of occurrencesOf({ kind: 'job', job, before: job }, undefined, () => false)) {
      subscriptions.tell(occurrence);
    }
  }
  // What was told now can be fetched at once.
  if (!subscriptions.isEmpty) await subscriptions.save();
}

function offeredOf(view: PrinterView | undefined, sheets: PrinterAttributes): IppAttributes | undefined {
  return view === undefined ? undefined : sheets.offered(view);
}
