import { assert } from '../base/fault.ts';

/** Lengths are SIGNED-SHORT and positive (RFC 8010 §3.1.4). */
const lengthMax = 0x7fff;

/** Most attributes and small answers fit; an answer with everything doubles it a few times. */
const initialOctets = 512;

/** Up to here a loop over the characters is cheaper than a call into the runtime (measured on Node 20: about 40). */
const loopCharactersMax = 48;

/** A buffer that grows by doubling, with the integers and counted strings of RFC 8010 §3.2. */
export class OctetWriter {
  #buffer = Buffer.allocUnsafe(initialOctets);
  #length = 0;

  /** A copy of exactly what was written, so that a cached slice keeps no slack alive. */
  octets(): Buffer {
    const exact = Buffer.allocUnsafeSlow(this.#length);
    this.#buffer.copy(exact, 0, 0, this.#length);
    return exact;
  }

  octet(value: number): void {
    this.#reserve(1);
    this.#length = this.#buffer.writeUInt8(value, this.#length);
  }

  short(value: number): void {
    this.#reserve(2);
    this.#length = this.#buffer.writeUInt16BE(value, this.#length);
  }

  /** Four octets, signed. What does not fit is a bug of the caller, never a 0 on the wire. */
  integer(value: number): void {
    assert(value === (value | 0), `${value} is not an integer of 32 bits`);
    this.#reserve(4);
    this.#length = this.#buffer.writeInt32BE(value, this.#length);
  }

  raw(octets: Uint8Array): void {
    this.#reserve(octets.length);
    this.#buffer.set(octets, this.#length);
    this.#length += octets.length;
  }

  /** A string as UTF-8 with its length in front. */
  counted(text: string): void {
    const at = this.openLength();
    this.#reserve(text.length * 3);
    if (text.length > loopCharactersMax || !this.#ascii(text)) {
      this.#length += this.#buffer.write(text, this.#length, 'utf8');
    }
    this.closeLength(at);
  }

  /** Leaves room for a length that is not known yet; closeLength fills it in. */
  openLength(): number {
    const at = this.#length;
    this.short(0);
    return at;
  }

  closeLength(at: number): void {
    const length = this.#length - at - 2;
    assert(length <= lengthMax, `a name or value of ${length} octets, at most ${lengthMax}`);
    this.#buffer.writeUInt16BE(length, at);
  }

  // Writes nothing that counts unless every character is ASCII.
  #ascii(text: string): boolean {
    const buffer = this.#buffer;
    const start = this.#length;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[start + index] = code;
    }
    this.#length = start + text.length;
    return true;
  }

  #reserve(octets: number): void {
    const needed = this.#length + octets;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
