import { PrintServerError } from '../base/fault.ts';
import { lengthMax } from './limits.ts';

/** Up to here a loop over the characters is cheaper than a call into the runtime (Node 20). */
const loopCharactersMax = 48;

/** Most attributes and small answers fit; an answer with everything doubles it a few times. */
const initialOctets = 512;

/**
 * A buffer that grows by doubling, with the integers and counted strings of RFC 8010 §3.2. Octets are stored one by one:
 * for the few that a field has, that is three times as fast as the checked calls of Buffer (Node 20).
 *
 * A number that does not fit is a bug of the caller and thrown. Cut off to fit, an undefined status would leave as 0,
 * which is successful-ok.
 */
export class OctetWriter {
  #buffer = Buffer.allocUnsafe(initialOctets);
  #length = 0;

  /** What was written, for a message that goes out at once: no copy, but the slack stays alive with it. */
  view(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  /** What was written, for keeping: memory of exactly its size and shared with nothing. */
  copy(): Buffer {
    const exact = Buffer.allocUnsafeSlow(this.#length);
    exact.set(this.view());
    return exact;
  }

  octet(value: number): void {
    if (value !== (value & 0xff)) throw misfit(value, 'an octet');
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  short(value: number): void {
    if (value !== (value & 0xffff)) throw misfit(value, 'an unsigned integer of 16 bits');
    this.#reserve(2);
    this.#buffer[this.#length++] = value >> 8;
    this.#buffer[this.#length++] = value;
  }

  /** Four octets, signed. What does not fit is a bug of the caller, never a 0 on the wire. */
  integer(value: number): void {
    if (value !== (value | 0))
      throw new PrintServerError('assertion', `${value} is not an integer of 32 bits`);
    this.#reserve(4);
    this.#buffer[this.#length++] = value >> 24;
    this.#buffer[this.#length++] = value >> 16;
    this.#buffer[this.#length++] = value >> 8;
    this.#buffer[this.#length++] = value;
  }

  /** The length of a name or value. */
  length(octets: number): void {
    if (octets > lengthMax) throw misfit(octets, `a length of at most ${lengthMax} octets`);
    this.short(octets);
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
    if (length > lengthMax) throw misfit(length, `a length of at most ${lengthMax} octets`);
    this.#buffer[at] = length >> 8;
    this.#buffer[at + 1] = length;
  }

  // Nothing that this leaves behind counts unless every character is ASCII.
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
    larger.set(this.view());
    this.#buffer = larger;
  }
}

function misfit(value: number, expected: string): PrintServerError {
  return new PrintServerError('assertion', `${value} is not ${expected}`);
}
