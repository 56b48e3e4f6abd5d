import type { Clock } from '../base/clock.ts';
import { type CountWish, type DocumentCounters, type StreamCounter, TurnPusher } from '../documents/index.ts';
import type { Log } from '../logging/index.ts';
import { type DocumentRef, documentsOf, isRunByCups } from '../model/job.ts';
import type { PageCount } from '../model/page-count.ts';
import { englishOf, say } from '../model/sentences/sentence.ts';
import type { Accounts } from './accounts.ts';
import { change } from './commit.ts';
import type { Feed } from './feed.ts';
import type { JobBook } from './job-book.ts';
import { type Candidate, handleOf, type JobHandle, type ReceivedDocument } from './job-handle.ts';
import type { Judging } from './judging.ts';
import type { Printer, Printers } from './printers.ts';
import type { Relaying } from './relaying.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { wishFor } from './steps/quote.ts';
import { settle } from './steps/settle.ts';
import { waitingForOperator } from './steps/verdict.ts';
import type { Store } from './store.ts';

export interface RecoverOptions {
  readonly store: Store;
  readonly feed: Feed;
  readonly book: JobBook;
  readonly accounts: Accounts;
  readonly printers: Printers;
  readonly relaying: Relaying;
  readonly judging: Judging;
  readonly counters: DocumentCounters;
  readonly folder: SpoolFolder;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Takes up the jobs that an earlier run left. What was not accepted is undone: its client never heard yes and will
 * come again. What was accepted is completed: counted, queued, or asked for at its device.
 */
export async function recover(options: RecoverOptions): Promise<void> {
  const { store, feed, book, folder, log } = options;
  const jobs = await store.unfinished();
  feed.takeUp(jobs);
  const handles = jobs.map(handleOf);
  for (const handle of handles) book.add(handle);
  const files = jobs.flatMap((job) =>
    documentsOf(job).flatMap(({ place, file }) => (place === 'file' ? [file] : [])),
  );
  const removed = await folder.removeOthers(new Set(files));
  const { doubts, pending } = await sort(options, handles);
  // First, so that a pending job cannot overtake one that may be at the device already.
  for (const uri of new Set(doubts.map(({ printer }) => printer.device.uri))) {
    occupy(
      options.relaying,
      doubts.filter(({ printer }) => printer.device.uri === uri),
    );
  }
  for (const handle of pending) options.relaying.enqueue(handle);
  if (jobs.length > 0 || removed > 0)
    log.info('jobs taken up', { jobs: jobs.length, spoolFilesRemoved: removed });
}

interface InDoubt {
  readonly handle: JobHandle;
  readonly printer: Printer;
}

async function sort(
  options: RecoverOptions,
  handles: readonly JobHandle[],
): Promise<{ readonly doubts: readonly InDoubt[]; readonly pending: readonly JobHandle[] }> {
  const doubts: InDoubt[] = [];
  const pending: JobHandle[] = [];
  for (const handle of handles) {
    const { state } = handle.job;
    const printer = options.printers.get(handle.job.printer);
    // The adapter tells how it ended, or CUPS comes again; nothing is sent from here.
    if (isRunByCups(handle.job)) continue;
    if (state === 'incoming') await undo(options, handle);
    else if (printer === undefined) await waitForPrinter(options, handle);
    else if (state === 'counting') countAgain(options, handle, printer);
    else if (state === 'relaying') doubts.push({ handle, printer });
    else if (state === 'pending') pending.push(handle);
  }
  return { doubts, pending };
}

/** The device takes no other job before it is known what became of those it had. */
function occupy(relaying: Relaying, inDoubt: readonly InDoubt[]): void {
  const [first] = inDoubt;
  if (first !== undefined) relaying.queueOf(first.printer).occupy(resumeAll(relaying, inDoubt));
}

async function resumeAll(relaying: Relaying, inDoubt: readonly InDoubt[]): Promise<void> {
  for (const { handle, printer } of inDoubt) await relaying.resume(handle, printer);
}

async function undo({ store, relaying, clock }: RecoverOptions, handle: JobHandle): Promise<void> {
  const message = say('server-restarted');
  await change(store, handle, (job) =>
    settle(job, {
      action: 'failed',
      impressions: 0,
      overrun: false,
      reasons: ['aborted-by-system', 'submission-interrupted'],
      message,
      evidence: [englishOf(message)],
      at: clock.now(),
    }),
  );
  relaying.forget(handle);
}

function countAgain(options: RecoverOptions, handle: JobHandle, printer: Printer): void {
  void options.judging.judgeLater(handle, () => candidateOf(options, handle, printer));
}

async function candidateOf(options: RecoverOptions, handle: JobHandle, printer: Printer): Promise<Candidate> {
  const { job } = handle;
  const payer = await options.accounts.payer(job.owner.name);
  const outlets = options.printers.outletsOf(printer);
  const stop = new AbortController();
  handle.stop = stop;
  const common = { ...options, wish: wishFor({ outlets, payer, ticket: job.ticket }), signal: stop.signal };
  const [first = lostDocument, ...others] = documentsOf(job);
  const documents: [ReceivedDocument, ...ReceivedDocument[]] = [await receivedAgain(common, job.id, first)];
  for (const ref of others) documents.push(await receivedAgain(common, job.id, ref));
  return { handle, printer, payer, documents };
}

const lostDocument: DocumentRef = { place: 'record', file: '', octets: 0, digest: '', format: '' };

interface CountingAgain extends Pick<RecoverOptions, 'store' | 'counters' | 'folder'> {
  readonly wish: CountWish;
  readonly signal: AbortSignal;
}

async function receivedAgain(
  { store, counters, folder, wish, signal }: CountingAgain,
  job: number,
  ref: DocumentRef,
): Promise<ReceivedDocument> {
  const { octets, format } = ref;
  if (ref.cancelled !== undefined) {
    const nothing = new Uint8Array(0);
    const count: PageCount = { kind: 'unknown', why: 'empty', evidence: [] };
    return { document: { ref, source: { octets, memory: nothing } }, format, count: Promise.resolve(count) };
  }
  const counter = counters.counter(format, wish);
  if (ref.place !== 'record') {
    await pushFile(folder, ref.file, counter);
    const source = { octets, path: folder.pathOf(ref.file) };
    return { document: { ref, source }, format, count: counter.finish(source, signal) };
  }
  const memory = (await store.document(job)) ?? new Uint8Array(0);
  await new TurnPusher(counter).push(memory);
  const source = { octets, memory };
  return { document: { ref, source, memory }, format, count: counter.finish(source, signal) };
}

async function pushFile(folder: SpoolFolder, file: string, counter: StreamCounter): Promise<void> {
  const pusher = new TurnPusher(counter);
  const chunks: AsyncIterable<Buffer> = folder.read(file);
  for await (const chunk of chunks) await pusher.push(chunk);
}

/** Its printer is not in the config any more: nothing is lost, an operator decides. */
async function waitForPrinter({ store }: RecoverOptions, handle: JobHandle): Promise<void> {
  const message = say('printer-gone', { printer: handle.job.printer });
  await change(store, handle, () => ({ step: 'update', job: waitingForOperator('device-failed', message) }));
}
