import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

const lineFeed = 0x0a;

/** A peer that went away or fell silent: there is nobody to answer. */
export class PeerGone extends Error {
  override readonly name = 'PeerGone';
}

/** The body of one request, read piece by piece, with a time for each wait. */
export class RequestBody {
  readonly #request: IncomingMessage;
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  #ended = false;

  constructor(request: IncomingMessage) {
    this.#request = request;
    // Whoever stops reading must not close the connection before the answer.
    const chunks: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Everything has been read, or lies here to be read. */
  get arrived(): boolean {
    return this.#ended || this.#request.complete;
  }

  /** Up to the first line feed, which is not part of it; undefined when there is none within `octetsMax`. */
  async line(octetsMax: number, waitMs: number): Promise<Buffer | undefined> {
    const seen: Buffer[] = [];
    let octets = 0;
    for (;;) {
      const chunk = await this.#next(waitMs);
      if (chunk === undefined) return undefined;
      const place = chunk.indexOf(lineFeed);
      const length = place < 0 ? chunk.length : place;
      if (octets + length >= octetsMax) return undefined;
      seen.push(chunk.subarray(0, length));
      octets += length;
      if (place < 0) continue;
      this.#rest = chunk.subarray(place + 1);
      return Buffer.concat(seen, octets);
    }
  }

  /** All of a small body; undefined when it is larger than `octetsMax`. */
  async whole(octetsMax: number, waitMs: number): Promise<Buffer | undefined> {
    const seen: Buffer[] = [];
    let octets = 0;
    for (let chunk = await this.#next(waitMs); chunk !== undefined; chunk = await this.#next(waitMs)) {
      octets += chunk.length;
      if (octets > octetsMax) return undefined;
      seen.push(chunk);
    }
    return Buffer.concat(seen, octets);
  }

  /** What is left, as a document. */
  stream(idleMs: number): Readable {
    return Readable.from(this.#pieces(idleMs), { objectMode: false });
  }

  /** Reads and throws away what still comes although the answer is on its way, within limits. Never rejects. */
  async drain(octetsMax: number, waitMs: number): Promise<void> {
    const until = performance.now() + waitMs;
    try {
      for (let octets = 0; !this.arrived && octets <= octetsMax; ) {
        octets += (await this.#next(Math.max(0, until - performance.now())))?.length ?? 0;
      }
    } catch (error) {
      if (!(error instanceof PeerGone)) throw error;
    }
  }

  async *#pieces(idleMs: number): AsyncGenerator<Buffer> {
    if (this.#rest.length > 0) yield this.#rest;
    for (let chunk = await this.#next(idleMs); chunk !== undefined; chunk = await this.#next(idleMs)) {
      yield chunk;
    }
  }

  async #next(waitMs: number): Promise<Buffer | undefined> {
    const timer = setTimeout(() => {
      this.#request.destroy(new PeerGone('the adapter was silent for too long'));
    }, waitMs);
    try {
      const next: IteratorResult<Buffer, unknown> = await this.#chunks.next();
      this.#ended = next.done === true;
      return next.done === true ? undefined : next.value;
    } catch (cause) {
      throw cause instanceof PeerGone ? cause : new PeerGone('the adapter went away', { cause });
    } finally {
      clearTimeout(timer);
    }
  }
}
