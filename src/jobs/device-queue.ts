import type { JobHandle } from './job-handle.ts';
import { isBefore } from './turn.ts';

export interface DeviceQueueOptions {
  /** Whether the job may be sent now: its printer is not paused. */
  readonly mayRun: (handle: JobHandle) => boolean;
  /** Commits the start of a job. gone: it is no longer to be printed; later: the store is away. Never throws. */
  readonly start: (handle: JobHandle) => Promise<'started' | 'gone' | 'later'>;
  /** Sends a started job and commits its end. Never throws. */
  readonly run: (handle: JobHandle, next: () => Promise<JobHandle | undefined>) => Promise<RunResult>;
}

export interface RunResult {
  /** A job that `next` started while the end of this one was being committed. */
  readonly started: JobHandle | undefined;
  /** Milliseconds before the device is tried again. */
  readonly pauseMs: number;
}

/** Milliseconds before a start that the store could not take is tried again. */
const storePauseMs = 1_000;

/**
 * The jobs of one device, one at a time, by priority and then by number, unless an operator
 * has said otherwise. The start of the next job is committed
 * together with the end of the one before, so that a device that is quick costs one synced write a job.
 */
export class DeviceQueue {
  readonly #options: DeviceQueueOptions;
  readonly #waiting: JobHandle[] = [];
  #running: JobHandle | undefined;
  #loop: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: DeviceQueueOptions) {
    this.#options = options;
  }

  get running(): JobHandle | undefined {
    return this.#running;
  }

  /** In the order in which they will be sent. */
  get waiting(): readonly JobHandle[] {
    return this.#waiting;
  }

  /** Jobs before this one, the running one included. */
  before(handle: JobHandle): number {
    const place = this.#waiting.indexOf(handle);
    if (place < 0) return 0;
    return place + (this.#running === undefined ? 0 : 1);
  }

  add(handle: JobHandle): void {
    this.#insert(handle);
    this.wake();
  }

  remove(handle: JobHandle): void {
    const place = this.#waiting.indexOf(handle);
    if (place >= 0) this.#waiting.splice(place, 1);
  }

  /** The device is busy with something else, a job of before the restart: nothing is sent until that has ended. */
  occupy(work: Promise<void>): void {
    this.#loop = work.finally(() => {
      this.#loop = undefined;
      this.wake();
    });
  }

  /** Looks for work, unless a pause after a failure is on. */
  wake(): void {
    if (this.#closed || this.#loop !== undefined || this.#timer !== undefined) return;
    this.#loop = this.#work().finally(() => {
      this.#loop = undefined;
      if (this.#timer === undefined && this.#waiting.some(this.#options.mayRun)) this.wake();
    });
  }

  /** Ends a pause: an operator says that the device is well again. */
  retryNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.wake();
  }

  /** Takes no further job; resolves when the running one has ended. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#loop;
  }

  async #work(): Promise<void> {
    let handle = await this.#next();
    while (handle !== undefined) {
      this.#running = handle;
      const result = await this.#options.run(handle, () => this.#next());
      this.#running = undefined;
      if (result.pauseMs > 0) {
        this.#pause(result.pauseMs);
        if (result.started === undefined) return;
      }
      handle = result.started ?? (this.#timer === undefined ? await this.#next() : undefined);
    }
  }

  #insert(handle: JobHandle): void {
    let place = this.#waiting.length;
    while (place > 0) {
      const other = this.#waiting[place - 1]?.job;
      if (other === undefined || isBefore(other, handle.job)) break;
      place -= 1;
    }
    this.#waiting.splice(place, 0, handle);
  }

  /** The first job that may run and could be started; jobs that ended meanwhile are dropped. */
  async #next(): Promise<JobHandle | undefined> {
    while (!this.#closed) {
      const place = this.#waiting.findIndex(this.#options.mayRun);
      if (place < 0) return undefined;
      const [handle] = this.#waiting.splice(place, 1);
      if (handle === undefined) return undefined;
      const answer = await this.#options.start(handle);
      if (answer === 'started') return handle;
      if (answer === 'later') {
        this.#insert(handle);
        this.#pause(storePauseMs);
        return undefined;
      }
    }
    return undefined;
  }

  #pause(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.retryNow();
    }, milliseconds);
    this.#timer.unref();
  }
}
