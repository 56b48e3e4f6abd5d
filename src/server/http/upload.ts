import type { IncomingMessage } from 'node:http';

/** Why the octets of a request stopped coming. */
export type UploadFailure = 'gone' | 'too-slow';

/** Who takes the octets at the moment: the header reader, the document, or nobody but the drain. */
export interface UploadSink {
  chunk(octets: Buffer): void;
  end(): void;
  fail(failure: UploadFailure): void;
}

const none = Buffer.alloc(0);
const ignored = (): void => undefined;

/**
 * The body of one HTTP request, handed from one reader to the next: first the IPP header is looked for in it, then the
 * document is read from it, and what nobody wants is drained. Between two readers the socket rests.
 */
export class Upload {
  readonly #request: IncomingMessage;
  #sink: UploadSink | undefined;
  #rest: Buffer = none;
  #arrived = false;
  #failure: UploadFailure | undefined;
  #reading = false;
  #octets = 0;

  constructor(request: IncomingMessage) {
    this.#request = request;
    request.on('data', (chunk: Buffer) => {
      this.#octets += chunk.length;
      this.#sink?.chunk(chunk);
    });
    request.once('end', () => {
      if (this.#arrived) return;
      this.#arrived = true;
      this.#sink?.end();
    });
    request.once('close', () => {
      if (!this.#arrived) this.#fail('gone');
    });
    // A broken connection is told by 'close' as well; without a listener it would end the process.
    request.on('error', ignored);
  }

  /** Everything the client sends is here; what is left of it is in `rest`. */
  get arrived(): boolean {
    return this.#arrived;
  }

  /** Octets that are here and nobody has taken. */
  get rest(): Buffer {
    return this.#rest;
  }

  get failure(): UploadFailure | undefined {
    return this.#failure;
  }

  /** The reader wants octets now: only then may slowness be held against the client. */
  get waiting(): boolean {
    return this.#reading && !this.#arrived;
  }

  /** Octets of the body seen so far. */
  get octets(): number {
    return this.#octets;
  }

  /** Octets of the body still on their way, where the client has said how many there are. */
  get octetsAhead(): number | undefined {
    if (this.#arrived || this.#request.complete) return 0;
    // Between the last octet and `complete` the parser lets everything else run, so that the octets are counted.
    const length = Number(this.#request.headers['content-length']);
    return Number.isSafeInteger(length) ? length - this.#octets : undefined;
  }

  /** Gives all that follows to the sink, what rests first. */
  read(sink: UploadSink): void {
    this.#sink = sink;
    this.#reading = true;
    if (this.#rest.length > 0) sink.chunk(this.#take());
    // The sink may have had enough already, for now or for good.
    if (this.#sink !== sink) return;
    if (this.#failure !== undefined) sink.fail(this.#failure);
    else if (this.#arrived) sink.end();
    else if (this.waiting) this.resume();
  }

  /** Ends the reading; `unread` are octets that the sink was given and leaves to the next. */
  release(unread: Buffer = none): void {
    this.#sink = undefined;
    this.#rest = unread;
    this.pause();
    if (this.octetsAhead !== 0 || this.#request.readableLength > 0) return;
    // Nothing more can come and nothing is buffered: what rests is all, and no stream is needed for it.
    this.#arrived = true;
    this.#request.resume();
  }

  pause(): void {
    this.#reading = false;
    this.#request.pause();
  }

  resume(): void {
    this.#reading = true;
    this.#request.resume();
  }

  /** The client is too slow: the connection is given up. */
  abort(): void {
    this.#fail('too-slow');
    this.#request.socket.destroy();
  }

  #take(): Buffer {
    const rest = this.#rest;
    this.#rest = none;
    return rest;
  }

  #fail(failure: UploadFailure): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#sink?.fail(failure);
  }
}
