import { type Transferable, Worker } from 'node:worker_threads';
import { type FaultCode, messageOf, PrintServerError } from '../../base/fault.ts';
import { isRecord } from '../records.ts';
import type { FaultAnswer } from './messages.ts';
import { closeMessage } from './worker-data.ts';

export interface Packed {
  readonly message: unknown;
  readonly transfer: readonly Transferable[];
}

interface ChannelOptions<Request> {
  readonly start: () => Worker;
  /** Makes one message of all that waits. */
  readonly pack: (requests: readonly Request[]) => Packed;
  /** What is said of requests that a worker took with it when it died. */
  readonly lost: FaultCode;
}

interface Asked<Request, Answer> {
  readonly request: Request;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: PrintServerError) => void;
}

/**
 * Requests to a worker, in batches without a timer: while one batch is away the next gathers, and it leaves when the
 * answers arrive. Two messages a batch, however many requests are in it; a thread wake-up costs more than a request.
 * Answers come as an array in the order of the requests.
 */
export class WorkerChannel<Request, Answer> {
  private readonly options: ChannelOptions<Request>;
  private worker: Worker | undefined;
  private waiting: Asked<Request, Answer>[] = [];
  private away: readonly Asked<Request, Answer>[] = [];
  private scheduled = false;

  constructor(options: ChannelOptions<Request>) {
    this.options = options;
  }

  ask(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
      this.schedule();
    });
  }

  /** Waits for what was asked, with `last` behind it, then ends the worker. */
  async close(last: Request): Promise<void> {
    if (this.worker === undefined && this.waiting.length === 0) return;
    await Promise.allSettled([this.ask(last)]);
    const worker = this.worker;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage(closeMessage);
    await ended;
  }

  // At the end of this turn of the event loop, so that what other sockets ask in it goes along.
  private schedule(): void {
    if (this.scheduled || this.away.length > 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.send();
    });
  }

  private send(): void {
    if (this.away.length > 0 || this.waiting.length === 0) return;
    this.away = this.waiting;
    this.waiting = [];
    this.worker ??= this.started();
    // An idle store does not keep the process alive; a question does until it is answered.
    this.worker.ref();
    const { message, transfer } = this.options.pack(this.away.map((asked) => asked.request));
    this.worker.postMessage(message, transfer);
  }

  private receive(answers: readonly (Answer | FaultAnswer)[]): void {
    const asked = this.away;
    this.away = [];
    // The worker goes on while this thread hands out the answers.
    this.send();
    if (this.away.length === 0) this.worker?.unref();
    for (const [index, answer] of answers.entries()) {
      if (isFault(answer)) asked[index]?.reject(new PrintServerError(answer.code, answer.message));
      else asked[index]?.resolve(answer);
    }
  }

  private started(): Worker {
    const worker = this.options.start();
    let cause: unknown;
    worker.on('message', (answers: readonly (Answer | FaultAnswer)[]) => {
      this.receive(answers);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      this.ended(cause);
    });
    return worker;
  }

  /** A worker that died takes its batch with it; the next request starts another. */
  private ended(cause: unknown): void {
    const asked = this.away;
    this.away = [];
    this.worker = undefined;
    const why = cause === undefined ? 'it ended' : messageOf(cause);
    for (const { reject } of asked) {
      reject(new PrintServerError(this.options.lost, `the store's worker failed: ${why}`, { cause }));
    }
    this.send();
  }
}

function isFault(answer: unknown): answer is FaultAnswer {
  return isRecord(answer) && answer['kind'] === 'fault';
}
