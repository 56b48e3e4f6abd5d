import { workerQueueMax } from './limits.ts';
import { PooledWorker, type Task, type TaskOutcome, type WorkerPoolOptions } from './pooled-worker.ts';

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
