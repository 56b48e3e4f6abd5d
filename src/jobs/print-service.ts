import { type Allowance, allowanceOf } from '../accounting/index.ts';
import type { Actor, Identity } from '../model/identity.ts';
import type { Job } from '../model/job.ts';
import { asAtStart, type StandingChange, standingAfter } from '../model/printer.ts';
import { Accounts, type Payer } from './accounts.ts';
import { Changing, mayAct } from './changing.ts';
import type { CupsJobs } from './cups/cups-jobs.ts';
import { CupsService } from './cups/cups-service.ts';
import { Ending } from './cups/ending.ts';
import { DocumentCancelling } from './document-cancelling.ts';
import { Feed, type Happening } from './feed.ts';
import { JobBook, viewOf } from './job-book.ts';
import { handleOf, type JobHandle } from './job-handle.ts';
import { JobIds } from './job-ids.ts';
import { list } from './listing.ts';
import type { PrintJobsOptions } from './options.ts';
import type {
  Changed,
  Created,
  DocumentDelivery,
  JobEdit,
  JobQuery,
  JobRequest,
  JobView,
  PrinterView,
  PrintJobs,
  QuoteRequest,
  ReleaseArgs,
  Released,
  Resolution,
  Submission,
  Validated,
} from './print-jobs.ts';
import { accepts, type Printer, Printers } from './printers.ts';
import { recover } from './recover.ts';
import { Relaying } from './relaying.ts';
import { Releasing } from './releasing.ts';
import { SpoolFolder } from './spool-folder.ts';
import { type Decision, decide } from './steps/decide.ts';
import { quoteDocument } from './steps/quote.ts';
import { Submitting } from './submitting.ts';
import { Waking } from './waking.ts';

/** Milliseconds between looks for jobs whose document is overdue; no later than they may wait. */
const overdueEveryMsMax = 10_000;

/** Opens the life of jobs: takes up what an earlier run left, then accepts. */
export async function openPrintJobs(options: PrintJobsOptions): Promise<PrintJobs> {
  const { clock, log, spool } = options;
  const feed = new Feed();
  const store = feed.watching(options.store);
  const folder = new SpoolFolder(spool.folder);
  await folder.prepare();
  await store.recover();
  const printers = new Printers({
    settings: options.printers,
    openDevice: options.openDevice,
    feed,
    clock,
    log,
  });
  printers.takeUp(await store.standings());
  const book = new JobBook();
  const accounts = new Accounts(store, options.users, clock);
  const { relay } = options;
  const relaying = new Relaying({ store, book, printers, spool: folder, relay, clock, log });
  const view = (handle: JobHandle): JobView => viewOf(handle, interveningOf(relaying, printers, handle));
  const common = { ...options, store, feed, book, accounts, printers, relaying, folder, view };
  const parts = { ...common, ids: new JobIds(store) };
  const submitting = new Submitting(parts);
  const ending = new Ending(common);
  const cups = new CupsService({ ...parts, submitting, ending });
  const changing = new Changing(common);
  if (options.relay) await recover({ ...common, judging: submitting.judging });
  else for (const job of await store.unfinished()) book.add(handleOf(job));
  const releasing = new Releasing(common);
  const waking = new Waking(common);
  const documents = new DocumentCancelling({ ...common, changing });
  const service = new PrintService({
    ...common,
    submitting,
    changing,
    documents,
    releasing,
    waking,
    ending,
    cups,
  });
  if (options.relay) service.start();
  return service;
}

interface ServiceParts extends Omit<PrintJobsOptions, 'printers' | 'cups'> {
  readonly accounts: Accounts;
  readonly book: JobBook;
  readonly feed: Feed;
  readonly printers: Printers;
  readonly relaying: Relaying;
  readonly folder: SpoolFolder;
  readonly submitting: Submitting;
  readonly changing: Changing;
  readonly documents: DocumentCancelling;
  readonly releasing: Releasing;
  readonly waking: Waking;
  readonly ending: Ending;
  readonly cups: CupsJobs;
  readonly view: (handle: JobHandle) => JobView;
}

const nobody: Payer = { kind: 'nobody' };

class PrintService implements PrintJobs {
  readonly cups: CupsJobs;
  readonly #parts: ServiceParts;
  #overdue: NodeJS.Timeout | undefined;
  /** Changes of printers are made one after the other, so that none is lost in another one. */
  #lane: Promise<unknown> = Promise.resolve();

  constructor(parts: ServiceParts) {
    this.#parts = parts;
    this.cups = parts.cups;
  }

  start(): void {
    const { printers, submitting, waking, ending, limits, log } = this.#parts;
    void printers.describe();
    ending.start();
    waking.start();
    this.#overdue = setInterval(
      () => {
        submitting.abandonOverdue().catch((error: unknown) => {
          log.error('overdue jobs not ended', { why: String(error) });
        });
      },
      Math.min(overdueEveryMsMax, limits.documentWaitMs),
    );
    this.#overdue.unref();
  }

  printers(): readonly PrinterView[] {
    return this.#parts.printers.all().map((printer) => this.#printerView(printer));
  }

  printer(name: string): PrinterView | undefined {
    const printer = this.#parts.printers.get(name);
    return printer === undefined ? undefined : this.#printerView(printer);
  }

  async validate(request: JobRequest): Promise<Validated> {
    const received = await this.#parts.submitting.validate(request);
    if (received.kind === 'refused') return received;
    return { kind: 'valid', decision: received.receipt.decision };
  }

  async quote({ printer: name, user, ticket, count, octets }: QuoteRequest): Promise<Decision | undefined> {
    const printer = this.#parts.printers.get(name);
    if (printer === undefined) return undefined;
    const payer = user === undefined ? nobody : await this.#parts.accounts.known(user);
    return decide(payer, printer.counters, quoteDocument({ printer, ticket, payer }, count, octets));
  }

  async allowance(printer: string, name: string): Promise<Allowance | undefined> {
    const { counters = printer } = this.#parts.printers.get(printer) ?? {};
    const payer = await this.#parts.accounts.known(name);
    return payer.kind === 'account' ? allowanceOf(payer.account, counters) : undefined;
  }

  create(request: JobRequest): Promise<Created> {
    return this.#parts.submitting.create(request);
  }

  print(request: JobRequest, body: Parameters<PrintJobs['print']>[1]): Promise<Submission> {
    return this.#parts.submitting.print(request, body);
  }

  async deliver(jobId: number, delivery: DocumentDelivery): Promise<Submission> {
    const handle = this.#parts.book.get(jobId);
    const job = handle?.job ?? (await this.#parts.store.job(jobId));
    if (job === undefined) return { kind: 'not-found' };
    if (!mayAct(job, delivery.identity)) return { kind: 'not-yours' };
    return this.#parts.submitting.deliver(handle ?? handleOf(job), delivery);
  }

  cancel(jobId: number, by: Actor): Promise<Changed> {
    return this.#parts.changing.cancel(jobId, by);
  }

  cancelDocument(jobId: number, number: number, by: Identity): Promise<Changed> {
    return this.#parts.documents.cancel(jobId, number, by);
  }

  hold(jobId: number, by: Actor, editOf?: (job: Job) => JobEdit): Promise<Changed> {
    return this.#parts.changing.hold(jobId, by, editOf);
  }

  release(jobId: number, by: Actor, how: ReleaseArgs = {}): Promise<Released> {
    return this.#parts.releasing.release(jobId, by, how);
  }

  resolve(jobId: number, how: Resolution, by: Actor): Promise<Changed> {
    return this.#parts.changing.resolve(jobId, how, by);
  }

  async job(id: number): Promise<JobView | undefined> {
    const handle = this.#parts.book.get(id);
    if (handle !== undefined) return this.#parts.view(handle);
    const job = await this.#parts.store.job(id);
    return job === undefined ? undefined : { job, intervening: 0 };
  }

  jobs(query: JobQuery): Promise<readonly JobView[]> {
    const { store, book, printers, view } = this.#parts;
    const printerOf = ({ printer }: Job): Printer | undefined => printers.get(printer);
    return list(query, { store, open: () => book.all(), view, printerOf });
  }

  pause(name: string): Promise<boolean> {
    return this.changePrinter(name, { paused: true });
  }

  resume(name: string): Promise<boolean> {
    return this.changePrinter(name, { paused: false });
  }

  changePrinter(name: string, change: StandingChange): Promise<boolean> {
    const turn = this.#lane.then(() => this.#changePrinter(name, change));
    this.#lane = turn.catch(() => undefined);
    return turn;
  }

  async #changePrinter(name: string, change: StandingChange): Promise<boolean> {
    const { printers, relaying, store, feed } = this.#parts;
    const printer = printers.get(name);
    if (printer === undefined) return false;
    const standing = standingAfter(printer.standing, change);
    await store.setStanding(name, standing);
    const shutsDown = standing.shutDown && !printer.standing.shutDown;
    printers.setStanding(printer, standing);
    if (shutsDown) feed.printer(name, 'shut-down');
    if (!standing.paused && !standing.shutDown) relaying.queueOf(printer).retryNow();
    return true;
  }

  async releaseNewJobs(name: string, by: Identity): Promise<boolean> {
    if (!(await this.changePrinter(name, { holdsNewJobs: false }))) return false;
    await this.#parts.changing.releaseHeldOnCreate(name, by);
    return true;
  }

  async startPrinter(name: string): Promise<boolean> {
    if (!(await this.changePrinter(name, { ...asAtStart, disabled: true }))) return false;
    this.#parts.feed.printer(name, 'restarted');
    return true;
  }

  async restartPrinter(name: string): Promise<boolean> {
    if (!(await this.changePrinter(name, asAtStart))) return false;
    const printer = this.#parts.printers.get(name);
    if (printer !== undefined) await this.#parts.printers.restart(printer);
    return true;
  }

  edit(jobId: number, by: Identity, editOf: (job: Job) => JobEdit): Promise<Changed> {
    return this.#parts.changing.edit(jobId, by, editOf);
  }

  schedule(jobId: number, after: number | undefined, by: Actor): Promise<Changed> {
    return this.#parts.changing.schedule(jobId, after, by);
  }

  watch(listener: (happening: Happening) => void): void {
    this.#parts.feed.watch(listener);
  }

  async stop(withinMs: number): Promise<void> {
    const { submitting, relaying, waking, ending, printers, counters, folder } = this.#parts;
    clearInterval(this.#overdue);
    waking.stop();
    ending.stop();
    submitting.stop();
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([relaying.close(), deadline]);
    clearTimeout(timer);
    relaying.abandon();
    await printers.close();
    await counters.close();
    await folder.settled();
  }

  #printerView(printer: Printer): PrinterView {
    const { description, generation, standing, stateChangedAt, configChangedAt } = printer;
    const settings = settingsOf(printer);
    const { book, feed } = this.#parts;
    return {
      settings,
      copiesBy: printer.copiesBy,
      capabilities: description.capabilities,
      deviceAttributes: description.attributes,
      generation,
      takesSeveral: printer.device.takesSeveral,
      standing,
      paused: standing.paused || standing.shutDown,
      accepting: printer.device.kind !== 'cups' && accepts(printer),
      device: description.status,
      queued: book.countOf(settings.name),
      printing: feed.isPrinting(settings.name),
      stateChangedAt,
      configChangedAt,
    };
  }
}

/** As configured, but for what an operator has said otherwise. */
function settingsOf({ settings, standing }: Printer): PrinterView['settings'] {
  const { info = settings.info, location = settings.location } = standing;
  return info === settings.info && location === settings.location
    ? settings
    : { ...settings, info, location };
}

function interveningOf(relaying: Relaying, printers: Printers, handle: JobHandle): number {
  const printer = printers.get(handle.job.printer);
  return printer === undefined ? 0 : relaying.queueOf(printer).before(handle);
}
