const newline = 0x0a;
/** A longer line is passed on in pieces; cupsd itself cuts at 2047 octets. */
const lineOctetsMax = 64 * 1024;

/** Cuts a stream into whole lines, ends included, so that lines of two writers never mix. */
export class LineSplitter {
  #rest: Buffer = Buffer.alloc(0);

  /** The whole lines so far as one piece; empty when there is none. */
  take(chunk: Buffer): Buffer {
    const octets = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const end = octets.lastIndexOf(newline) + 1;
    const whole = end === 0 && octets.length > lineOctetsMax ? octets.length : end;
    this.#rest = octets.subarray(whole);
    return octets.subarray(0, whole);
  }

  /** What is left without an end of line; it gets one. */
  rest(): Buffer {
    const rest = this.#rest;
    this.#rest = Buffer.alloc(0);
    return rest.length === 0 ? rest : Buffer.concat([rest, Buffer.from('\n')]);
  }
}
