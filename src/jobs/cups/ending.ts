import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/fault.ts';
import type { Log } from '../../logging/index.ts';
import { type Attempt, isRunByCups, type Job } from '../../model/job.ts';
import type { PrinterSettings } from '../../model/printer.ts';
import { say } from '../../model/sentences/sentence.ts';
import { type Change, change } from '../commit.ts';
import type { JobBook } from '../job-book.ts';
import type { JobHandle } from '../job-handle.ts';
import type { Printers } from '../printers.ts';
import type { Relaying } from '../relaying.ts';
import { changeOf, waitingForOperator } from '../steps/verdict.ts';
import type { Store } from '../store.ts';
import type { CupsLimits } from './cups-jobs.ts';
import { type EndVerdict, judgeEnd, judgeGivenUp, noNews } from './end-verdict.ts';
import { waiting } from './run.ts';

export interface EndingOptions {
  readonly store: Store;
  readonly book: JobBook;
  readonly printers: Printers;
  readonly relaying: Relaying;
  readonly clock: Clock;
  readonly log: Log;
  readonly cups: CupsLimits;
}

/** Milliseconds between looks for adapters that say nothing; a short limit is looked after sooner. */
const lookEveryMsMax = 10_000;

/** Ends the runs of backends: by what their adapters tell, or when they tell nothing for too long. */
export class Ending {
  readonly #options: EndingOptions;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  start(): void {
    const { openAttemptMs, retryWaitMs } = this.#options.cups;
    const everyMs = Math.min(lookEveryMsMax, Math.ceil(openAttemptMs / 4), Math.ceil(retryWaitMs / 4));
    this.#timer = setInterval(() => {
      this.#look().catch((error: unknown) => {
        this.#options.log.error('silent jobs not ended', { why: messageOf(error) });
      });
    }, everyMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /**
   * Commits what the end of a run means. `told` gives the attempts with it, or nothing when it was known before. The
   * end of a run that another has followed is only kept: the last one decides.
   */
  async conclude(
    handle: JobHandle,
    attempt: number,
    told: (job: Job) => readonly Attempt[] | undefined,
  ): Promise<void> {
    const { store, clock } = this.#options;
    let verdict: EndVerdict | undefined;
    await change<'known'>(store, handle, (current) => {
      const attempts = current.state === 'ended' ? undefined : told(current);
      verdict = undefined;
      if (attempts === undefined) return { no: 'known' };
      if (attempt < attempts.length) return { step: 'update', job: { attempts } };
      const job = { ...current, attempts };
      const settings = this.#settings(job);
      if (settings === undefined) return { step: 'update', job: { attempts, ...withoutPrinter(job) } };
      verdict = judgeEnd(job, settings);
      const last = attempts.at(-1);
      // In the books at the time it was printed, not when we heard of it.
      return endChange(job, verdict, settings, last?.offline === true ? last.startedAt : clock.now());
    });
    this.#after(handle, verdict);
  }

  /** Jobs whose adapter has said nothing for too long. */
  async #look(): Promise<void> {
    const { book, clock, cups } = this.#options;
    const now = clock.now();
    const silent = [...book.all()].filter(({ job }) => isSilent(job, now, cups));
    for (const handle of silent) await this.#giveUp(handle, now);
  }

  async #giveUp(handle: JobHandle, now: number): Promise<void> {
    const { store, cups, log } = this.#options;
    let verdict: EndVerdict | undefined;
    await change<'heard'>(store, handle, (job) => {
      verdict = undefined;
      const settings = this.#settings(job);
      if (!isSilent(job, now, cups)) return { no: 'heard' };
      if (settings === undefined) return { step: 'update', job: withoutPrinter(job) };
      verdict = job.state === 'relaying' ? noNews : judgeGivenUp(job, settings);
      return endChange(job, verdict, settings, now);
    });
    if (verdict !== undefined) log.forJob(handle.job.id).warn('no news from CUPS', { then: verdict.kind });
    this.#after(handle, verdict);
  }

  #after(handle: JobHandle, verdict: EndVerdict | undefined): void {
    const { relaying, printers } = this.#options;
    if (handle.job.state === 'ended') relaying.forget(handle);
    const printer = printers.get(handle.job.printer);
    if (verdict?.kind === 'stop-printer' && printer !== undefined) relaying.pause(printer);
  }

  #settings(job: Job): PrinterSettings | undefined {
    return this.#options.printers.get(job.printer)?.settings;
  }
}

/** The commit for a verdict. A job that waits for CUPS to come again keeps its reservation. */
export function endChange(job: Job, verdict: EndVerdict, rules: PrinterSettings, at: number): Change {
  const { attempts } = job;
  if (verdict.kind !== 'wait' && verdict.kind !== 'stop-printer') return changeOf(verdict, job, rules, at);
  return {
    step: 'update',
    job: {
      state: 'pending',
      reasons: ['none'],
      needsOperator: false,
      message: verdict.message,
      attempts,
      ...waiting(job, at),
    },
  };
}

function isSilent(job: Job, now: number, { openAttemptMs, retryWaitMs }: CupsLimits): boolean {
  if (!isRunByCups(job)) return false;
  if (job.state === 'relaying') return (job.attempts.at(-1)?.startedAt ?? 0) + openAttemptMs <= now;
  const since = job.cups?.waitsSince;
  return job.state === 'pending' && since !== undefined && since + retryWaitMs <= now;
}

function withoutPrinter(job: Job): Partial<Job> {
  return waitingForOperator('device-failed', say('printer-gone', { printer: job.printer }));
}
