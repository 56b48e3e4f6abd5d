import { type Duplex, Readable } from 'node:stream';
import { createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { type DocumentFailure, IncomingDocumentError } from '../../jobs/index.ts';
import type { Upload, UploadSink } from './upload.ts';

/** Values of `compression` that we undo (RFC 8011 §5.4.32); the first is the default. */
export const compressions = ['none', 'gzip', 'deflate'] as const;
export type Compression = (typeof compressions)[number];

/** The document data of one request, behind the attributes. */
export class DocumentBody {
  readonly #upload: Upload;
  #failure: DocumentFailure | undefined;

  constructor(upload: Upload) {
    this.#upload = upload;
  }

  /** Set once the document has turned out to be unreadable, whatever became of the error since. */
  get failure(): DocumentFailure | undefined {
    return this.#failure ?? this.#upload.failure;
  }

  /** Whether at least one octet of document data comes; waits for it or for the end. */
  async hasData(): Promise<boolean> {
    return (await this.#peek(1)).length > 0;
  }

  /** The document as it was before compression, with back-pressure to the client. Called once. */
  async open(compression: Compression): Promise<Readable | readonly Uint8Array[]> {
    switch (compression) {
      case 'none':
        // What is here whole needs no stream, which would cost more than the count of a small document.
        return this.#upload.arrived ? [this.#upload.rest] : this.#plain();
      case 'gzip':
        return this.#through(createGunzip());
      case 'deflate':
        // CUPS and ipptool write raw deflate (RFC 1951), others what the keyword's definition says (RFC 1950).
        return this.#through(isZlibHeader(await this.#peek(2)) ? createInflate() : createInflateRaw());
    }
  }

  #plain(): Readable {
    return this.#upload.arrived ? Readable.from([this.#upload.rest]) : new UploadReadable(this.#upload);
  }

  #through(inflate: Duplex): Readable {
    return through(this.#plain(), inflate, () => {
      this.#failure = 'compression';
    });
  }

  /** The next octets without taking them; fewer only when the document ends before. */
  #peek(octets: number): Promise<Buffer> {
    const upload = this.#upload;
    if (upload.rest.length >= octets || upload.arrived || upload.failure !== undefined) {
      return Promise.resolve(upload.rest);
    }
    return new Promise((resolve) => {
      let seen: Buffer = Buffer.alloc(0);
      const finish = (): void => {
        upload.release(seen);
        resolve(seen);
      };
      upload.read({
        chunk: (chunk) => {
          seen = Buffer.concat([seen, chunk]);
          if (seen.length >= octets) finish();
        },
        end: finish,
        fail: finish,
      });
    });
  }
}

/** A document that comes from elsewhere, as it was before compression. */
export async function cleared(source: Readable, compression: Compression): Promise<Readable> {
  switch (compression) {
    case 'none':
      return source;
    case 'gzip':
      return through(source, createGunzip());
    case 'deflate':
      return through(source, isZlibHeader(await beginningOf(source)) ? createInflate() : createInflateRaw());
  }
}

/** The first octets, which stay in the stream. */
async function beginningOf(source: Readable): Promise<Buffer> {
  for (;;) {
    const chunk: unknown = source.read();
    if (Buffer.isBuffer(chunk)) {
      source.unshift(chunk);
      return chunk;
    }
    if (source.readableEnded || source.errored !== null) return Buffer.alloc(0);
    await new Promise((resolve) => {
      source.once('readable', resolve).once('end', resolve).once('error', resolve);
    });
  }
}

function through(source: Readable, inflate: Duplex, onDamage: () => void = () => undefined): Readable {
  return new ClearReadable(source, inflate, (cause) => {
    if (cause instanceof IncomingDocumentError) return cause;
    onDamage();
    return new IncomingDocumentError('compression', 'the compressed document data is damaged', { cause });
  });
}

/** RFC 1950 §2.2: method 8, and the first two octets are a multiple of 31. No encoder begins raw deflate like that. */
function isZlibHeader(octets: Buffer): boolean {
  const [first = 0, second = 0] = octets;
  return octets.length >= 2 && (first & 0x0f) === 8 && (first * 0x100 + second) % 31 === 0;
}

/**
 * A document that is still arriving. A stream of its own rather than the request: whoever stops reading destroys the
 * stream, and destroying the request would close the connection before the answer.
 */
class UploadReadable extends Readable implements UploadSink {
  readonly #upload: Upload;
  #begun = false;

  constructor(upload: Upload) {
    super();
    this.#upload = upload;
  }

  chunk(octets: Buffer): void {
    if (!this.push(octets)) this.#upload.pause();
  }

  end(): void {
    this.push(null);
  }

  fail(failure: DocumentFailure): void {
    const how = failure === 'gone' ? 'the client went away' : 'the client was too slow';
    this.destroy(new IncomingDocumentError(failure, `${how} before the document was complete`));
  }

  override _read(): void {
    if (this.#begun) {
      this.#upload.resume();
      return;
    }
    this.#begun = true;
    this.#upload.read(this);
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.#begun && !this.#upload.arrived) this.#upload.release();
    callback(error);
  }
}

const ignored = (): void => undefined;

/**
 * The output of a decompressor, with its errors in our words. Wired by hand: pipeline() lets go of a decompressor that has
 * been given everything, and the "unexpected end of file" that zlib says after that would end the process (Node 20).
 */
class ClearReadable extends Readable {
  readonly #source: Readable;
  readonly #inflate: Duplex;
  readonly #inOurWords: (error: Error) => IncomingDocumentError;

  constructor(source: Readable, inflate: Duplex, inOurWords: (error: Error) => IncomingDocumentError) {
    super();
    this.#source = source;
    this.#inflate = inflate;
    this.#inOurWords = inOurWords;
    // It may break before anyone reads it, while a job is still being looked at: an error without a listener would end the
    // process. Whoever reads it afterwards is told all the same.
    this.on('error', ignored);
    source.on('error', (error) => {
      this.#fail(error);
    });
    inflate.on('error', (error) => {
      this.#fail(error);
    });
    inflate.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) inflate.pause();
    });
    inflate.once('end', () => {
      this.push(null);
    });
    inflate.pause();
    source.pipe(inflate);
  }

  override _read(): void {
    this.#inflate.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#source.unpipe(this.#inflate);
    this.#source.destroy();
    this.#inflate.destroy();
    callback(error);
  }

  #fail(error: Error): void {
    if (!this.destroyed) this.destroy(this.#inOurWords(error));
  }
}
