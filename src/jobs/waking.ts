import type { Clock } from '../base/clock.ts';
import { messageOf } from '../base/fault.ts';
import type { Log } from '../logging/index.ts';
import type { Job, Waits } from '../model/job.ts';
import { englishOf, say } from '../model/sentences/sentence.ts';
import { follow } from './changing.ts';
import { type Change, change, isStoreAway } from './commit.ts';
import type { JobBook } from './job-book.ts';
import type { JobHandle } from './job-handle.ts';
import type { Relaying } from './relaying.ts';
import { settle } from './steps/settle.ts';
import { standingWith, stillWaiting } from './steps/waits.ts';
import type { Store } from './store.ts';

export interface WakingOptions {
  readonly store: Store;
  readonly book: JobBook;
  readonly relaying: Relaying;
  readonly clock: Clock;
  readonly log: Log;
}

/** Milliseconds between looks at the clock: a job starts, or expires, at most so late. */
const lookEveryMs = 1_000;

/** Lets held jobs go when their moment has come, and ends those that nobody has released in time. */
export class Waking {
  readonly #options: WakingOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;

  constructor(options: WakingOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer = setInterval(() => {
      void this.#look();
    }, lookEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Never throws. What the store cannot take now is due at the next look, too. */
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const now = this.#options.clock.now();
    for (const handle of [...this.#options.book.all()]) {
      if (isDue(handle.job, now) && !(await this.#wake(handle, now))) break;
    }
    this.#looking = false;
  }

  /** false: the store is away. */
  async #wake(handle: JobHandle, now: number): Promise<boolean> {
    const { store, log } = this.#options;
    try {
      await change<'not due'>(store, handle, (job) =>
        isDue(job, now) ? wokenOrEnded(job, now) : { no: 'not due' },
      );
      follow(handle, this.#options);
      return true;
    } catch (error) {
      log.forJob(handle.job.id).error('held job not looked after', { why: messageOf(error) });
      return !isStoreAway(error);
    }
  }
}

function isDue({ state, needsOperator, waits }: Job, now: number): boolean {
  if (state !== 'held' || needsOperator || waits === undefined) return false;
  return hasExpired(waits, now) || hasCome(waits.until, now) || hasCome(waits.delay, now);
}

function hasExpired({ expiresAt }: Waits, now: number): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}

function hasCome(moment: number | true | undefined, now: number): boolean {
  return typeof moment === 'number' && moment <= now;
}

function wokenOrEnded(job: Job, now: number): Change {
  const waits = stillWaiting(job.waits, now);
  if (waits === undefined || !hasExpired(waits, now)) return { step: 'update', job: standingWith(waits) };
  const message = say('release-expired');
  return settle(job, {
    action: 'cancelled',
    impressions: 0,
    overrun: false,
    reasons: ['job-canceled-after-timeout'],
    message,
    evidence: [englishOf(message)],
    at: now,
  });
}
