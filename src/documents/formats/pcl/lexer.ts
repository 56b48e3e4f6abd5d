import { HpglScanner, type HpglSink } from './hpgl.ts';
import { operationCode } from './operation.ts';

/** What the lexer finds, in order. */
export interface PclSink extends HpglSink {
  /** Octets that print stand in text. */
  text(): void;
  /** A control octet that moves: BS to CR. */
  control(octet: number): void;
  /** A sequence of two octets, such as ESC E. */
  escape(octet: number): void;
  /** One parameter of a sequence; `relative` when its value has a sign. */
  command(operation: number, value: number, relative: boolean): void;
  /** Rows go on behind the end of a sequence. */
  goOn(): void;
  /** A sequence is broken off by an octet that stands in none and moves nothing. */
  breakOff(): void;
  /** Whether the payload of the command before is to be handed over. */
  wants(operation: number): boolean;
  /** Payload that was wanted, in one piece; it holds until the call ends. */
  payload(operation: number, content: Uint8Array): void;
}

type State = 'text' | 'escape' | 'group' | 'value' | 'payload' | 'behindEnd';

const escapeOctet = 0x1b;
const uelValue = -12_345;
const enterHpgl = operationCode('%B');
const leaveHpgl = operationCode('%A');
const uel = operationCode('%X');
const rowOfPicture = operationCode('*bW');
const planeOfPicture = operationCode('*bV');
const moveRows = operationCode('*bY');
/** Prefix and group of *b. */
const rowsOfPicture = rowOfPicture >> 8;
const withPayload: ReadonlySet<number> = new Set([planeOfPicture, operationCode('&pX')]);
/** Octets of payload that are handed over; rows of real drivers have a few thousand. */
const payloadOctetsMax = 131_072;
/** White dots of a plane in LavaFlow, a number alone. */
const whiteDots = operationCode('*xW');
const marksBit = 1;
const stopsBit = 2;
const textOctets = octetTable();

/**
 * PCL 5 (HP 5961-0509, chapter 2):
 *
 *     ESC 30..7E                                 two octets
 *     ESC 21..2F [60..7E] (value 60..7E)… value 40..5E
 *         value := [+-] digits [. digits]        absent is 0; a lower-case end goes on with the same prefix
 *
 * Behind W of any prefix but *x, behind *b#V and &p#X stand as many octets of payload as the value says, also in the middle of a
 * sequence. They are passed over by that number, and looked at for colours alone. Drivers for DeskJets (cdj670, cdj850 and
 * cdj1600 of Ghostscript) write rows behind the capital of ESC*b#Y and ESC*b0V as if it did not end the sequence.
 * ESC%#B begins HP-GL/2 and ESC%#A ends it; ESC%-12345X (UEL) ends all.
 */
export class PclLexer {
  readonly #sink: PclSink;
  readonly #hpgl: HpglScanner;
  #state: State = 'text';
  #inHpgl = false;
  #prefix = 0;
  #group = 0;
  #value = 0;
  #fraction = 0;
  #negative = false;
  #signed = false;
  /** Digits stand behind the end of a sequence of rows. */
  #digits = false;
  /** The sequence moved to another row, of which a bare v or w may be an empty plane; it is held until the next octet tells. */
  #rowsMoved = false;
  #bareEnd = 0;
  #payloadLeft = 0;
  /** The operation that wants its payload; 0 for none. */
  #payloadFor = 0;
  readonly #payload: Gathered = new Gathered();
  #payloadEnds = false;
  #ended = false;

  constructor(sink: PclSink) {
    this.#sink = sink;
    this.#hpgl = new HpglScanner(sink);
  }

  /** Whether a UEL was taken. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Takes the end of the data; returns whether it may end here: neither in a sequence nor in its payload. */
  end(): boolean {
    this.#leaveHpgl();
    if (this.#state === 'behindEnd') this.#leaveEnd();
    return this.#state === 'text';
  }

  /** Takes octets of `chunk` from `start` on; returns the position behind the last, which is the UEL's if there is one. */
  take(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && !this.#ended) {
      switch (this.#state) {
        case 'text':
          at = this.#inHpgl ? this.#takeHpgl(chunk, at) : this.#takeText(chunk, at);
          break;
        case 'payload':
          at = this.#skipPayload(chunk, at);
          break;
        case 'value':
          at = this.#takeValue(chunk, at);
          break;
        case 'behindEnd':
          at = this.#takeBehindEnd(chunk, at);
          break;
        case 'escape':
        case 'group':
          if (this.#takePrefix(chunk[at] ?? 0)) at += 1;
          break;
      }
    }
    return at;
  }

  #takeText(chunk: Uint8Array, start: number): number {
    let at = start;
    let seen = 0;
    while (at < chunk.length) {
      const bits = textOctets[chunk[at] ?? 0] ?? 0;
      if (bits === stopsBit) break;
      seen |= bits;
      at += 1;
    }
    if (seen !== 0) this.#sink.text();
    if (at === chunk.length) return at;
    const octet = chunk[at] ?? 0;
    if (octet !== escapeOctet) {
      this.#sink.control(octet);
      return at + 1;
    }
    const behind = this.#takeRow(chunk, at);
    if (behind > 0) return behind;
    this.#state = 'escape';
    return at + 1;
  }

  /**
   * Takes `ESC * b digits W` (or V) and its payload at once where all of it is there: a picture is made of thousands of such
   * rows, which take twice as long by the states. Returns the position behind it, or 0.
   */
  #takeRow(chunk: Uint8Array, start: number): number {
    if (chunk[start + 1] !== 0x2a || chunk[start + 2] !== 0x62) return 0;
    let at = start + 3;
    let value = 0;
    for (let digit = (chunk[at] ?? 0) - 0x30; digit >= 0 && digit <= 9; digit = (chunk[at] ?? 0) - 0x30) {
      value = value * 10 + digit;
      at += 1;
    }
    const end = chunk[at];
    const behind = at + 1 + value;
    if ((end !== 0x57 && end !== 0x56) || behind > chunk.length) return 0;
    const operation = end === 0x57 ? rowOfPicture : planeOfPicture;
    this.#sink.command(operation, value, false);
    if (value === 0) this.#stayInRows();
    else if (this.#sink.wants(operation))
      this.#sink.payload(operation, chunk.subarray(at + 1, Math.min(behind, at + 1 + payloadOctetsMax)));
    return behind;
  }

  #stayInRows(): void {
    this.#prefix = 0x2a;
    this.#group = 0x62;
    this.#rowsMoved = false;
    this.#state = 'behindEnd';
  }

  #takeHpgl(chunk: Uint8Array, start: number): number {
    const at = this.#hpgl.take(chunk, start);
    if (at === chunk.length) return at;
    this.#state = 'escape';
    return at + 1;
  }

  /** false when the octet belongs to no sequence and is to be looked at again. */
  #takePrefix(octet: number): boolean {
    if (this.#state === 'group') {
      const grouped = octet >= 0x60 && octet <= 0x7e;
      this.#group = grouped ? octet : 0;
      this.#state = 'value';
      this.#clearValue();
      return grouped;
    }
    if (octet >= 0x21 && octet <= 0x2f) {
      this.#prefix = octet;
      this.#state = 'group';
      return true;
    }
    this.#state = 'text';
    if (octet < 0x30 || octet > 0x7e) return false;
    if (octet === 0x45) this.#leaveHpgl();
    if (!this.#inHpgl) this.#sink.escape(octet);
    return true;
  }

  #takeValue(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const octet = chunk[at] ?? 0;
      if (octet >= 0x30 && octet <= 0x39) this.#takeDigit(octet - 0x30);
      else if (octet === 0x2d || octet === 0x2b) {
        this.#negative = octet === 0x2d;
        this.#signed = true;
      } else if (octet === 0x2e) this.#fraction = 0.1;
      else if (octet >= 0x40 && octet <= 0x7e) {
        this.#endValue(octet);
        return at + 1;
      } else if (octet !== 0x20) {
        // An octet that stands in no sequence abandons it, and means what it means in text.
        if (textOctets[octet] !== stopsBit) this.#sink.breakOff();
        this.#state = 'text';
        return at;
      }
    }
    return chunk.length;
  }

  /** Digits that V or W ends are the next row; anything else is text. */
  #takeBehindEnd(chunk: Uint8Array, start: number): number {
    for (let at = start; at < chunk.length; at += 1) {
      const octet = chunk[at] ?? 0;
      const isDigit = octet >= 0x30 && octet <= 0x39;
      const endsRow = (octet | 0x20) === 0x76 || (octet | 0x20) === 0x77;
      if (this.#bareEnd !== 0 && (isDigit || endsRow)) {
        this.#goOn(this.#bareEnd);
        return at;
      }
      if (isDigit) {
        this.#takeDigit(octet - 0x30);
        this.#digits = true;
      } else if (this.#digits && endsRow) {
        this.#goOn(octet);
        return at + 1;
      } else if (this.#rowsMoved && this.#bareEnd === 0 && endsRow && octet >= 0x60) this.#bareEnd = octet;
      else {
        this.#leaveEnd();
        return at;
      }
    }
    return chunk.length;
  }

  #goOn(octet: number): void {
    this.#digits = false;
    this.#bareEnd = 0;
    this.#sink.goOn();
    this.#endValue(octet);
  }

  /** The digits, or the letter, if any, were text. */
  #leaveEnd(): void {
    if (this.#digits || this.#bareEnd !== 0) this.#sink.text();
    this.#digits = false;
    this.#bareEnd = 0;
    this.#clearValue();
    this.#state = 'text';
  }

  #takeDigit(digit: number): void {
    if (this.#fraction === 0) {
      this.#value = this.#value * 10 + digit;
      return;
    }
    this.#value += digit * this.#fraction;
    this.#fraction /= 10;
  }

  #endValue(octet: number): void {
    const ends = octet < 0x60;
    const operation = (this.#prefix << 16) | (this.#group << 8) | (ends ? octet : octet - 0x20);
    const value = this.#negative ? -this.#value : this.#value;
    const signed = this.#signed;
    this.#clearValue();
    this.#state = ends ? 'text' : 'value';
    if (this.#prefix === 0x25) this.#switchLanguage(operation, value);
    if (this.#inHpgl) return;
    const carries = ((operation & 0xff) === 0x57 && operation !== whiteDots) || withPayload.has(operation);
    const payload = carries ? Math.floor(value) : 0;
    if (ends && operation >> 8 === rowsOfPicture) this.#state = 'behindEnd';
    this.#rowsMoved = operation === moveRows;
    if (payload > 0) {
      this.#payloadLeft = payload;
      this.#payloadEnds = ends;
      this.#state = 'payload';
    }
    this.#sink.command(operation, value, signed);
    this.#payloadFor = payload > 0 && this.#sink.wants(operation) ? operation : 0;
  }

  #switchLanguage(operation: number, value: number): void {
    if (operation === enterHpgl) this.#inHpgl = true;
    else if (operation === leaveHpgl) this.#leaveHpgl();
    else if (operation === uel && value === uelValue) {
      this.#leaveHpgl();
      this.#ended = true;
    }
  }

  #leaveHpgl(): void {
    if (this.#inHpgl) this.#hpgl.leave();
    this.#inHpgl = false;
  }

  #skipPayload(chunk: Uint8Array, at: number): number {
    const taken = Math.min(this.#payloadLeft, chunk.length - at);
    const isAll = taken === this.#payloadLeft;
    this.#payloadLeft -= taken;
    if (isAll) this.#state = this.#payloadEnds ? 'text' : 'value';
    if (this.#payloadFor === 0) return at + taken;
    const content = this.#payload.add(chunk.subarray(at, at + taken), isAll);
    if (content !== undefined) this.#sink.payload(this.#payloadFor, content);
    return at + taken;
  }

  #clearValue(): void {
    this.#value = 0;
    this.#fraction = 0;
    this.#negative = false;
    this.#signed = false;
  }
}

/** Gathers payload that comes in parts; what lies in one chunk is not copied. */
class Gathered {
  #octets: Uint8Array = new Uint8Array(0);
  #length = 0;

  /** All that was added, once it is complete; what is longer than the longest is cut. */
  add(part: Uint8Array, isLast: boolean): Uint8Array | undefined {
    if (this.#length === 0 && isLast) return part.subarray(0, payloadOctetsMax);
    if (this.#octets.length === 0) this.#octets = new Uint8Array(payloadOctetsMax);
    const kept = part.subarray(0, payloadOctetsMax - this.#length);
    this.#octets.set(kept, this.#length);
    this.#length += kept.length;
    if (!isLast) return undefined;
    const all = this.#octets.subarray(0, this.#length);
    this.#length = 0;
    return all;
  }
}

/** In text 21–7E and A0–FF print; BS to CR and ESC stop the run; anything else, blanks too, leaves no mark. */
function octetTable(): Uint8Array {
  const table = new Uint8Array(256);
  table.fill(marksBit, 0x21, 0x7f);
  table.fill(marksBit, 0xa0);
  table.fill(stopsBit, 0x08, 0x0e);
  table[escapeOctet] = stopsBit;
  return table;
}
