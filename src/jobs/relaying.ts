import type { Clock } from '../base/clock.ts';
import { isFault, messageOf } from '../base/fault.ts';
import type { RelayEvents, RelayOutcome } from '../forward/index.ts';
import type { Log } from '../logging/index.ts';
import { type Attempt, type DocumentRef, documentsOf, isRunByCups, type Job } from '../model/job.ts';
import { shownUri } from '../model/shown-uri.ts';
import { type Change, change } from './commit.ts';
import { DeviceQueue, type RunResult } from './device-queue.ts';
import type { JobBook } from './job-book.ts';
import type { JobHandle } from './job-handle.ts';
import type { Printer, Printers } from './printers.ts';
import { relayJobOf } from './relay-job.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { lastAttempt } from './steps/attempts.ts';
import { judgeOutcome, type Verdict } from './steps/relay.ts';
import { changeOf, withOutcome } from './steps/verdict.ts';
import type { Store } from './store.ts';
import { StorePause } from './store-pause.ts';

export interface RelayingOptions {
  readonly store: Store;
  readonly book: JobBook;
  readonly printers: Printers;
  readonly spool: SpoolFolder;
  /** false: nothing is sent; what becomes pending is found by the server that is started next. */
  readonly relay: boolean;
  readonly clock: Clock;
  readonly log: Log;
}

/** An outcome, or the answer of a device that cannot tell after a crash. */
type Outcome = RelayOutcome | { readonly kind: 'unknown' };

/** Sends jobs to devices, one at a time each, and commits what came of it. */
export class Relaying {
  readonly #options: RelayingOptions;
  readonly #queues = new Map<string, DeviceQueue>();
  #closed = false;
  #abandoned = false;

  constructor(options: RelayingOptions) {
    this.#options = options;
  }

  /** Printers with one canonical device URI share the queue. */
  queueOf(printer: Printer): DeviceQueue {
    const { uri } = printer.device;
    const known = this.#queues.get(uri);
    if (known !== undefined) return known;
    const queue = new DeviceQueue({
      mayRun: (handle) => sends(this.#options.printers.get(handle.job.printer)),
      start: (handle) => this.#start(handle),
      run: (handle, next) => this.#run(handle, next),
    });
    this.#queues.set(uri, queue);
    return queue;
  }

  /** Jobs that a backend of CUPS prints wait for that, not for a device. */
  enqueue(handle: JobHandle): void {
    if (!this.#options.relay || isRunByCups(handle.job)) return;
    const printer = this.#options.printers.get(handle.job.printer);
    if (printer !== undefined) this.queueOf(printer).add(handle);
  }

  dequeue(handle: JobHandle): void {
    for (const queue of this.#queues.values()) queue.remove(handle);
  }

  /** Resolves when nothing is being sent any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  /** What is still being sent is left as it stands in the store: the next start asks its device. */
  abandon(): void {
    this.#abandoned = true;
  }

  /** Asks the device what became of a job that was being sent when the server ended. */
  async resume(handle: JobHandle, printer: Printer): Promise<void> {
    const stop = new AbortController();
    handle.stop = stop;
    const outcome = await this.#ask(handle, printer, stop.signal);
    if (!this.#abandoned) await this.#conclude(handle, printer, outcome);
  }

  async #ask(handle: JobHandle, printer: Printer, signal: AbortSignal): Promise<Outcome> {
    const { store, spool } = this.#options;
    const remote = handle.job.attempts.at(-1)?.remote;
    try {
      const job = await relayJobOf(handle, store, spool);
      return await printer.device.resume(job, remote, this.#events(handle, printer), signal);
    } catch (error) {
      this.#log(handle).error('device not asked', { why: messageOf(error) });
      return { kind: 'unknown' };
    }
  }

  async #start(handle: JobHandle): Promise<'started' | 'gone' | 'later'> {
    const printer = this.#options.printers.get(handle.job.printer);
    if (printer === undefined) return 'gone';
    try {
      const result = await change<'gone'>(this.#options.store, handle, (job) =>
        job.state === 'pending' ? startChange(job, printer, this.#options.clock.now()) : { no: 'gone' },
      );
      return result.kind === 'done' ? 'started' : 'gone';
    } catch (error) {
      this.#log(handle).error('start not committed', { why: messageOf(error) });
      return 'later';
    }
  }

  async #run(handle: JobHandle, next: () => Promise<JobHandle | undefined>): Promise<RunResult> {
    const printer = this.#options.printers.get(handle.job.printer);
    if (printer === undefined) return { started: undefined, pauseMs: 0 };
    const outcome = await this.#relay(handle, printer);
    if (outcome === undefined) return { started: undefined, pauseMs: 0 };
    const concluded = this.#conclude(handle, printer, outcome);
    // Only after a success: what failed may come again, and its device needs a pause before anything else is started.
    const started = outcome.kind === 'completed' && !this.#closed ? next() : Promise.resolve(undefined);
    const [pauseMs, startedNext] = await Promise.all([concluded, started]);
    return { started: startedNext, pauseMs };
  }

  /** undefined: given up because the server ends. */
  async #relay(handle: JobHandle, printer: Printer): Promise<RelayOutcome | undefined> {
    const { store, spool } = this.#options;
    // The one that could stop its count: a job costs one of them.
    handle.stop ??= new AbortController();
    const { signal } = handle.stop;
    const sent = { octets: 0 };
    // A cancel that was committed between the start and here could not stop anything yet.
    if (handle.job.cancelRequested !== undefined) return { kind: 'cancelled', octetsSent: 0 };
    try {
      const job = await relayJobOf(handle, store, spool);
      return await printer.device.relay(job, counting(this.#events(handle, printer), sent), signal);
    } catch (error) {
      if (this.#abandoned) return undefined;
      const message = messageOf(error);
      this.#log(handle).error('relay broke', { why: message });
      if (sent.octets > 0) return { kind: 'lost', octetsSent: sent.octets, message };
      return { kind: 'failed', octetsSent: 0, retry: !isFault(error, 'document-lost'), message };
    }
  }

  #events(handle: JobHandle, printer: Printer): RelayEvents {
    const { store, printers } = this.#options;
    return {
      remoteJob: async (remote) => {
        await change(store, handle, (job) => ({
          step: 'remote',
          job: { attempts: lastAttempt(job, { remote }) },
        }));
      },
      firstOctet: () => undefined,
      progress: (news) => {
        if (news.impressionsCompleted !== undefined) handle.impressionsCompleted = news.impressionsCompleted;
        if (news.status !== undefined) printers.setStatus(printer, news.status);
      },
    };
  }

  /** Commits what the outcome means; while the store is away it is tried until it can be, and the device waits. Answers its pause. */
  async #conclude(handle: JobHandle, printer: Printer, outcome: Outcome): Promise<number> {
    delete handle.stop;
    const pause = new StorePause();
    for (;;) {
      try {
        const verdict = await this.#commitOutcome(handle, printer, outcome);
        this.#note(handle, printer, outcome);
        return this.#after(verdict, handle, printer);
      } catch (error) {
        // The record still says `relaying`: the next start asks the device.
        if (this.#abandoned) return 0;
        this.#log(handle).error('outcome not committed yet', { why: messageOf(error) });
        await pause.next({ ref: !this.#closed });
      }
    }
  }

  async #commitOutcome(handle: JobHandle, printer: Printer, outcome: Outcome): Promise<Verdict> {
    let verdict = judgeOutcome(outcome, handle.job, printer.settings);
    await change(this.#options.store, handle, (current) => {
      const job = withOutcome(current, outcome);
      verdict = judgeOutcome(outcome, job, printer.settings);
      return changeOf(verdict, job, printer.settings, this.#options.clock.now());
    });
    return verdict;
  }

  #after(verdict: Verdict, handle: JobHandle, printer: Printer): number {
    switch (verdict.kind) {
      case 'printed':
      case 'ended':
        this.forget(handle);
        return 0;
      case 'operator':
        return 0;
      case 'stop-printer':
        this.pause(printer);
        this.enqueue(handle);
        return 0;
      case 'again':
        this.enqueue(handle);
        return verdict.afterMs;
    }
  }

  /**
   * The job has ended: its files go after the commit that says so, also one that no commit has named, because it was still
   * coming when the job ended.
   */
  forget(handle: JobHandle): void {
    const { job, candidate } = handle;
    const received = candidate?.documents.map(({ document }) => document.ref) ?? [];
    delete handle.candidate;
    this.#options.book.remove(handle);
    for (const document of [...documentsOf(job), ...received]) this.dropFile(document);
  }

  /** Nobody waits for it. */
  dropFile({ place, file }: Pick<DocumentRef, 'place' | 'file'>): void {
    if (place !== 'file') return;
    this.#options.spool.remove(file).catch((error: unknown) => {
      this.#options.log.warn('spool file not removed', { file, why: messageOf(error) });
    });
  }

  /** `onError: stop`: nothing more goes to the device until an operator resumes its printer. */
  pause(printer: Printer): void {
    const { printers, store, log } = this.#options;
    const standing = { ...printer.standing, paused: true };
    printers.setStanding(printer, standing);
    store.setStanding(printer.settings.name, standing).catch((error: unknown) => {
      log.forPrinter(printer.settings.name).warn('pause not kept', { why: messageOf(error) });
    });
  }

  #note(handle: JobHandle, printer: Printer, outcome: Outcome): void {
    const { printers } = this.#options;
    const log = this.#log(handle);
    switch (outcome.kind) {
      case 'completed':
        printers.setStatus(printer, { state: 'idle', reasons: [] });
        log.debug('relayed', { octetsSent: outcome.octetsSent });
        return;
      case 'failed':
        if (outcome.octetsSent === 0 && outcome.retry) {
          printers.setStatus(printer, {
            state: 'unreachable',
            reasons: ['connecting-to-device'],
            message: outcome.message,
          });
        }
        log.warn('not printed', { why: outcome.message, octetsSent: outcome.octetsSent });
        return;
      case 'lost':
        log.warn('outcome lost', { why: outcome.message });
        return;
      case 'cancelled':
      case 'unknown':
        log.info('relay ended', { outcome: outcome.kind });
    }
  }

  #log(handle: JobHandle): Log {
    return this.#options.log.forJob(handle.job.id);
  }
}

function sends(printer: Printer | undefined): boolean {
  return printer !== undefined && !printer.standing.paused && !printer.standing.shutDown;
}

/** Keeps what is known to have left: at least one octet once the first one is about to go. */
function counting(events: RelayEvents, sent: { octets: number }): RelayEvents {
  return {
    ...events,
    firstOctet: () => {
      sent.octets = Math.max(sent.octets, 1);
      events.firstOctet();
    },
    progress: (news) => {
      sent.octets = Math.max(sent.octets, news.octetsSent ?? 0);
      events.progress(news);
    },
  };
}

function startChange(job: Job, printer: Printer, at: number): Change {
  const device = shownUri(printer.device.uri);
  const attempt: Attempt = { number: job.attempts.length + 1, device, startedAt: at };
  return {
    step: 'start',
    job: {
      state: 'relaying',
      reasons: ['job-outgoing'],
      startedAt: job.startedAt ?? at,
      attempts: [...job.attempts, attempt],
      message: undefined,
    },
  };
}
