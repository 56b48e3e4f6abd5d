import { assert } from '../base/fault.ts';
import { IppDecodeError, IppTooLargeError } from './errors.ts';
import { endOfAttributesTag, valueTagMin } from './registry/tags.ts';

/**
 * The largest real header on record has 31 kB; a mebibyte leaves room for every printer and keeps a thousand hostile
 * connections below a gibibyte.
 */
const headerOctetsMax = 1024 * 1024;

/** Lengths are SIGNED-SHORT and positive (RFC 8010 §3.1.4). */
const lengthMax = 0x7fff;

const headOctets = 8;

export interface Header {
  /** From the version to the end-of-attributes tag; decodeMessage reads it. */
  readonly header: Buffer;
  /** What of the last chunk belongs to the document already. */
  readonly rest: Buffer;
}

/**
 * Finds the end of the attributes in a stream, so that the document behind them never has to be held. Up to there a
 * message is a flat run of tags, names and values: collections need no tracking to be skipped. Looks at each length
 * once, never goes back, and keeps only the chunks of the header.
 *
 *     8 octets  version, operation or status, request-id
 *     1 octet   03: end of the attributes; below 10: a group begins; else a value:
 *       2 octets  name length, then the name
 *       2 octets  value length, then the value
 */
export class HeaderReader {
  readonly #octetsMax: number;
  #chunks: Buffer[] = [];
  /** Octets of the chunks before the present one. */
  #before = 0;
  #state: 'tag' | 'name-length' | 'value-length' | 'done' = 'tag';
  #skip = headOctets;
  /** First octet of a length that was cut in two by the end of a chunk. */
  #half: number | undefined;

  constructor(options: { readonly octetsMax?: number } = {}) {
    this.#octetsMax = options.octetsMax ?? headerOctetsMax;
  }

  /** The header as soon as it is whole; until then undefined. To be called with chunk after chunk, and not after it. */
  push(chunk: Buffer): Header | undefined {
    assert(this.#state !== 'done', 'the header was handed out already');
    const end = this.#scan(chunk);
    if (end !== undefined) {
      this.#chunks.push(chunk.subarray(0, end));
      const header = this.#chunks.length === 1 ? chunk.subarray(0, end) : Buffer.concat(this.#chunks);
      this.#chunks = [];
      return { header, rest: chunk.subarray(end) };
    }
    this.#chunks.push(chunk);
    this.#before += chunk.length;
    return undefined;
  }

  /** Offset behind the end-of-attributes tag, when it is in this chunk. */
  #scan(chunk: Buffer): number | undefined {
    let at = 0;
    for (;;) {
      if (this.#before + at + this.#skip >= this.#octetsMax) throw new IppTooLargeError(this.#octetsMax);
      const skipped = Math.min(this.#skip, chunk.length - at);
      this.#skip -= skipped;
      at += skipped;
      if (at === chunk.length) return undefined;
      const octet = chunk.readUInt8(at);
      at += 1;
      if (this.#state === 'tag') {
        if (octet === endOfAttributesTag) {
          this.#state = 'done';
          return at;
        }
        if (octet >= valueTagMin) this.#state = 'name-length';
      } else if (this.#half === undefined) {
        this.#half = octet;
      } else {
        this.#takeLength(this.#half * 0x100 + octet, this.#before + at - 2);
      }
    }
  }

  #takeLength(length: number, octet: number): void {
    if (length > lengthMax) {
      const what = this.#state === 'name-length' ? 'a name' : 'a value';
      throw new IppDecodeError(octet, `${what} of ${length} octets, at most ${lengthMax}`);
    }
    this.#half = undefined;
    this.#skip = length;
    this.#state = this.#state === 'name-length' ? 'value-length' : 'tag';
  }
}
