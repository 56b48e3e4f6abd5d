import { Worker } from 'node:worker_threads';
import type { CountLimits } from './counter.ts';
import { workerIdleMs, workerQueueMax } from './limits.ts';

/** What became of a task. `failed` is a worker that died, ran out of memory or said nonsense. */
export type TaskOutcome<Reply> =
  | { readonly kind: 'reply'; readonly value: Reply }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly message: string };

export interface WorkerPoolOptions<Reply> {
  /** The worker's file; it answers each message with one message. */
  readonly script: URL;
  readonly limits: CountLimits;
  readonly accepts: (message: unknown) => message is Reply;
}

interface Task<Reply> {
  readonly request: unknown;
  readonly end: (outcome: TaskOutcome<Reply> | { readonly kind: 'aborted' }) => void;
}

/**
 * Worker threads that do one task at a time. They are started when needed, ended when idle, and killed when a task
 * takes too long or is aborted: a hostile document costs its own worker and nothing else.
 */
export class WorkerPool<Reply> {
  readonly #options: WorkerPoolOptions<Reply>;
  readonly #idle: PooledWorker<Reply>[] = [];
  readonly #working = new Set<PooledWorker<Reply>>();
  readonly #waiting: Task<Reply>[] = [];

  constructor(options: WorkerPoolOptions<Reply>) {
    this.#options = options;
  }

  /** Runs one task; rejects with the signal's reason when that aborts. */
  run(request: unknown, signal: AbortSignal): Promise<TaskOutcome<Reply>> {
    if (this.#waiting.length >= workerQueueMax) return Promise.resolve({ kind: 'busy' });
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#abort(task);
      };
      const task: Task<Reply> = {
        request,
        end: (outcome) => {
          signal.removeEventListener('abort', onAbort);
          if (outcome.kind !== 'aborted') resolve(outcome);
          else reject(signal.reason instanceof Error ? signal.reason : new Error('Counting was stopped.'));
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(task);
      if (signal.aborted) onAbort();
      else this.#startNext();
    });
  }

  async close(): Promise<void> {
    for (const task of this.#waiting.splice(0)) task.end({ kind: 'failed', message: 'the pool was closed' });
    const workers = [...this.#idle.splice(0), ...this.#working];
    await Promise.all(
      workers.map((worker) => worker.kill({ kind: 'failed', message: 'the pool was closed' })),
    );
  }

  #abort(task: Task<Reply>): void {
    const place = this.#waiting.indexOf(task);
    if (place >= 0) {
      this.#waiting.splice(place, 1);
      task.end({ kind: 'aborted' });
      return;
    }
    for (const worker of this.#working) {
      if (worker.task === task) void worker.kill({ kind: 'aborted' });
    }
  }

  #startNext(): void {
    if (this.#working.size >= this.#options.limits.workers) return;
    const task = this.#waiting.shift();
    if (task === undefined) return;
    const worker =
      this.#idle.pop() ??
      new PooledWorker(this.#options, (ended, alive) => {
        this.#freed(ended, alive);
      });
    this.#working.add(worker);
    worker.start(task);
  }

  #freed(worker: PooledWorker<Reply>, alive: boolean): void {
    this.#working.delete(worker);
    const place = this.#idle.indexOf(worker);
    if (alive) this.#idle.push(worker);
    else if (place >= 0) this.#idle.splice(place, 1);
    this.#startNext();
  }
}

/** One thread. It says when it is free again, or gone. */
class PooledWorker<Reply> {
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
    this.#worker = new Worker(options.script, {
      resourceLimits: { maxOldGenerationSizeMb: options.limits.workerHeapMib },
      // What libraries print about a document is not for our output.
      stdout: true,
      stderr: true,
      // Node 20 reads no TypeScript; only tests and the development server start a .ts file.
      execArgv: options.script.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [],
    });
    this.#worker.stdout.resume();
    this.#worker.stderr.resume();
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
