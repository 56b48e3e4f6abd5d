import { assert } from '../base/fault.ts';
import { IppDecodeError, IppTooLargeError } from './errors.ts';
import { lengthMax } from './limits.ts';
import { headOctets } from './message-head.ts';
import { endOfAttributesTag, valueTagMin } from './registry/tags.ts';

/**
 * The largest real header on record has 31 kB; a mebibyte leaves room for every printer and keeps a thousand hostile
 * connections below a gibibyte.
 */
const headerOctetsMax = 1024 * 1024;

/** What the next octet belongs to. */
type State = 'tag' | 'name-length' | 'value-length';

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
  #state: State = 'tag';
  #done = false;
  /** Octets of the next chunk that need no look. */
  #skip = headOctets;
  /** First octet of a length that was cut in two by the end of a chunk. */
  #half: number | undefined;

  constructor(options: { readonly octetsMax?: number } = {}) {
    this.#octetsMax = options.octetsMax ?? headerOctetsMax;
  }

  /** The header as soon as it is whole; until then undefined. To be called with chunk after chunk, and not after it. */
  push(chunk: Buffer): Header | undefined {
    assert(!this.#done, 'the header was handed out already');
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
    // Locals: a third of the time of the same loop over fields (Node 20).
    let state = this.#state;
    let at = this.#skip;
    let half = this.#half;
    const octetsMax = this.#octetsMax - this.#before;
    while (at < chunk.length && at < octetsMax) {
      const octet = chunk[at] ?? 0;
      at += 1;
      if (state === 'tag') {
        if (octet === endOfAttributesTag) {
          this.#done = true;
          return at;
        }
        if (octet >= valueTagMin) state = 'name-length';
      } else if (half === undefined) {
        if (octet > lengthMax >> 8) throw negativeLength(state, this.#before + at - 1);
        half = octet;
      } else {
        at += half * 0x100 + octet;
        half = undefined;
        state = state === 'name-length' ? 'value-length' : 'tag';
      }
    }
    if (at >= octetsMax) throw new IppTooLargeError(this.#octetsMax);
    this.#state = state;
    this.#skip = at - chunk.length;
    this.#half = half;
    return undefined;
  }
}

function negativeLength(state: State, octet: number): IppDecodeError {
  const what = state === 'name-length' ? 'a name' : 'a value';
  return new IppDecodeError(octet, `${what} of more than ${lengthMax} octets`);
}
