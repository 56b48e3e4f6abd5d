import type { Worker } from 'node:worker_threads';
import { startWorker } from '../base/start-worker.ts';
import type { CountLimits } from './counter.ts';
import { workerIdleMs } from './limits.ts';

/** What became of a task. `failed` is a worker that died, ran out of memory or said nonsense. */
export type TaskOutcome<Reply> =
  | { readonly kind: 'reply'; readonly value: Reply }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly message: string };

/** The same for all workers of a pool. */
export interface WorkerPoolOptions<Reply> {
  /** The worker's file; it answers each message with one message. */
  readonly script: URL;
  readonly limits: CountLimits;
  readonly accepts: (message: unknown) => message is Reply;
}

/** A task and who waits for it. */
export interface Task<Reply> {
  readonly request: unknown;
  readonly end: (outcome: TaskOutcome<Reply> | { readonly kind: 'aborted' }) => void;
}

/** One thread. It says when it is free again, or gone. */
export class PooledWorker<Reply> {
  task: Task<Reply> | undefined;
  readonly #worker: Worker;
  readonly #options: WorkerPoolOptions<Reply>;
  readonly #onFree: (worker: PooledWorker<Reply>, alive: boolean) => void;
  #timer: NodeJS.Timeout | undefined;
  #dead = false;

  constructor(
    options: WorkerPoolOptions<Reply>,
    onFree: (worker: PooledWorker<Reply>, alive: boolean) => void,
  ) {
    this.#options = options;
    this.#onFree = onFree;
    this.#worker = startWorker(options.script, {
      resourceLimits: { maxOldGenerationSizeMb: options.limits.workerHeapMib },
      // What libraries print about a document is not for our output. It is not read either: a stream that is being read
      // keeps the process alive however idle the worker is.
      stdout: true,
      stderr: true,
    });
    this.#worker.on('message', (message: unknown) => {
      this.#reply(message);
    });
    this.#worker.on('error', (error: unknown) => {
      void this.kill({ kind: 'failed', message: error instanceof Error ? error.message : 'unknown error' });
    });
    this.#worker.on('exit', () => {
      void this.kill({ kind: 'failed', message: 'it ended by itself' });
    });
  }

  start(task: Task<Reply>): void {
    clearTimeout(this.#timer);
    this.task = task;
    this.#worker.ref();
    this.#timer = setTimeout(() => void this.kill({ kind: 'timeout' }), this.#options.limits.workerTimeMs);
    this.#worker.postMessage(task.request);
  }

  /** Ends the thread and its task; a second call does nothing. */
  async kill(outcome: Parameters<Task<Reply>['end']>[0]): Promise<void> {
    if (this.#dead) return;
    this.#dead = true;
    clearTimeout(this.#timer);
    const { task } = this;
    this.task = undefined;
    this.#onFree(this, false);
    await this.#worker.terminate();
    task?.end(outcome);
  }

  #reply(message: unknown): void {
    const { task } = this;
    if (task === undefined || this.#dead) return;
    if (!this.#options.accepts(message)) {
      void this.kill({ kind: 'failed', message: 'its answer makes no sense' });
      return;
    }
    clearTimeout(this.#timer);
    this.task = undefined;
    // An idle worker must not keep the process alive.
    this.#worker.unref();
    this.#timer = setTimeout(() => void this.kill({ kind: 'timeout' }), workerIdleMs).unref();
    this.#onFree(this, true);
    task.end({ kind: 'reply', value: message });
  }
}
