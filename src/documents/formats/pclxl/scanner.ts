import { first, type XlAttributes, type XlValue } from './attributes.ts';

/** What the tags are handed to; false stops the scan: what comes next makes no sense. */
export interface XlOperators {
  readonly wanted: ReadonlySet<number>;
  operator(code: number, attributes: XlAttributes): boolean;
  /** Whether a new header may stand here: between sessions only. */
  readonly headerAllowed: boolean;
  /** Whether embedded data is to be handed over, piece by piece. */
  readonly wantsData: boolean;
  data(part: Uint8Array): void;
}

/**
 * HP PCL XL Feature Reference, protocol class 2 and 3; `)` binds little-endian, `(` big-endian:
 *
 *     header to LF, then  C0–C5 value | C8–CD array: length tag, length, elements | D0–D5 pair | E0–E5 box
 *                         F8 id, F9 id id: names the value before it | FA length(4) data, FB length(1) data
 *                         41–BF operator, takes the attributes before it | 00 09–0D 20 blanks | 1B ends the language
 *                         46 VendorUnique: as many octets as its VUDataLength says stand behind it, without a tag
 */
type Part = 'header' | 'value' | 'arrayTag' | 'arrayLength' | 'attribute' | 'dataLength' | 'data';

export type XlEnd = 'running' | 'escape' | 'damaged' | 'unsupported';

/** 256 entries of an RGB palette: the longest value that is looked at. */
const keptOctetsMax = 768;

/** Octets of one element of C0–C5, and of the arrays, pairs and boxes in the same order. */
const elementOctets = [1, 2, 4, 2, 4, 4] as const;

/** Octets behind the tag of a number, a pair or a box; 0 behind all other tags. */
const valueOctets = Uint8Array.from({ length: 256 }, (_, tag) => {
  const size = elementOctets[tag & 7] ?? 0;
  return { 0xc0: size, 0xd0: size * 2, 0xe0: size * 4 }[tag & 0xf8] ?? 0;
});

/** The operator VendorUnique, which HP's JetReady makes its pages of, and its VUDataLength. */
const vendorUnique = 0x46;
export const vendorOctets = 0x92;

/** Headers are a line of a few dozen octets; Windows drivers write a comment of up to 200. */
const headerOctetsMax = 8_192;

/** Splits a PCL XL stream into operators with their attributes; all payload is passed over by its length. */
export class XlScanner {
  readonly #operators: XlOperators;
  readonly #attributes = new Map<number, XlValue>();
  /** The value in work or read last, and a view on it. */
  readonly #value = new DataView(new ArrayBuffer(keptOctetsMax));
  /** Tags, identifiers and lengths. */
  readonly #number = new DataView(new ArrayBuffer(4));
  #target: DataView = this.#number;
  #part: Part | undefined = 'header';
  #taken = 0;
  #left = headerOctetsMax;
  #little = true;
  #kind = 0;
  #valueOctets = 0;
  #end: XlEnd = 'running';

  constructor(operators: XlOperators) {
    this.#operators = operators;
  }

  get end(): XlEnd {
    return this.#end;
  }

  /** Whether the stream may stop here: not inside a value, nor before the operator that it is for. */
  get complete(): boolean {
    return this.#part === undefined && this.#attributes.size === 0;
  }

  /** Takes octets from `start` on; returns the position of what no longer belongs to the language. */
  take(chunk: Uint8Array, start: number): number {
    let at = start;
    while (at < chunk.length && this.#end === 'running') {
      if (this.#part === undefined) {
        if (chunk[at] === 0x1b) {
          this.#end = 'escape';
          break;
        }
        const next = this.#skipUnwanted(chunk, at);
        if (next === at) this.#tag(chunk[at++] ?? 0);
        else at = next;
      } else if (this.#part === 'header') at = this.#takeHeader(chunk, at);
      else at = this.#gather(chunk, at);
    }
    return at;
  }

  /** Passes over a value with its attribute at once when nobody asks for it and both are here, as most are. */
  #skipUnwanted(chunk: Uint8Array, start: number): number {
    const octets = valueOctets[chunk[start] ?? 0] ?? 0;
    if (octets === 0) return start;
    const name = start + 1 + octets;
    if (name + 1 >= chunk.length || chunk[name] !== 0xf8) return start;
    if (this.#operators.wanted.has(chunk[name + 1] ?? 0)) return start;
    this.#valueOctets = 0;
    return name + 2;
  }

  #takeHeader(chunk: Uint8Array, start: number): number {
    if (this.#taken === 0) this.#bind(chunk[start] ?? 0);
    const found = chunk.indexOf(0x0a, start);
    const next = found < 0 ? chunk.length : found + 1;
    this.#taken += next - start;
    if (this.#taken > headerOctetsMax) this.#end = 'damaged';
    else if (found >= 0) this.#part = undefined;
    return next;
  }

  #bind(octet: number): void {
    this.#little = octet === 0x29;
    // "'" is the ASCII binding, which no driver writes.
    if (octet === 0x27) this.#end = 'unsupported';
  }

  /** Keeps what fits into the target; the rest is passed over, and embedded data too unless somebody looks at it. */
  #gather(chunk: Uint8Array, start: number): number {
    const next = Math.min(start + this.#left, chunk.length);
    if (this.#part !== 'data') {
      const target = this.#target;
      const kept = Math.min(next, start + target.byteLength - this.#taken);
      for (let at = start; at < kept; at += 1) target.setUint8(this.#taken + at - start, chunk[at] ?? 0);
    } else if (this.#operators.wantsData) this.#operators.data(chunk.subarray(start, next));
    this.#taken += next - start;
    this.#left -= next - start;
    if (this.#left === 0) this.#complete();
    return next;
  }

  #tag(octet: number): void {
    const group = octet & 0xf8;
    if (octet >= 0x41 && octet <= 0xbf) this.#operate(octet);
    else if (isBlank(octet)) return;
    else if (group === 0xc8 && (octet & 7) < 6) this.#begin('arrayTag', 1, octet);
    else if ((group === 0xc0 || group === 0xd0 || group === 0xe0) && (octet & 7) < 6)
      this.#beginValue(octet, 1);
    else if (octet === 0xf8 || octet === 0xf9) this.#begin('attribute', octet - 0xf7);
    else if (octet === 0xfa) this.#begin('dataLength', 4);
    else if (octet === 0xfb) this.#begin('dataLength', 1);
    else if (this.#operators.headerAllowed && octet >= 0x27 && octet <= 0x29) {
      this.#bind(octet);
      this.#begin('header', headerOctetsMax);
      this.#taken = 1;
    } else this.#end = 'damaged';
  }

  #operate(code: number): void {
    const octets = code === vendorUnique ? (first(this.#attributes, vendorOctets) ?? 0) : 0;
    if (octets < 0 || !this.#operators.operator(code, this.#attributes)) this.#end = 'damaged';
    if (this.#attributes.size > 0) this.#attributes.clear();
    this.#valueOctets = 0;
    if (octets > 0) this.#begin('data', octets);
  }

  #begin(part: Part, octets: number, kind: number = this.#kind): void {
    this.#part = part;
    this.#left = octets;
    this.#taken = 0;
    this.#kind = kind;
    this.#target = part === 'value' ? this.#value : this.#number;
    if (octets === 0) this.#complete();
  }

  #beginValue(kind: number, elements: number): void {
    const group = kind & 0xf8;
    const each = group === 0xd0 ? 2 : group === 0xe0 ? 4 : 1;
    const octets = elements * each * (elementOctets[kind & 7] ?? 1);
    this.#valueOctets = octets;
    this.#begin('value', octets, kind);
  }

  #complete(): void {
    const part = this.#part;
    this.#part = undefined;
    switch (part) {
      case 'arrayTag':
        this.#arrayLength(this.#number.getUint8(0));
        return;
      case 'arrayLength':
        this.#beginValue(this.#kind, this.#readNumber());
        return;
      case 'attribute':
        this.#name(this.#readNumber());
        return;
      case 'dataLength':
        this.#begin('data', this.#readNumber());
        return;
      case 'header':
      case 'value':
      case 'data':
      case undefined:
        return;
    }
  }

  #arrayLength(tag: number): void {
    if (tag === 0xc0 || tag === 0xc1 || tag === 0xc2) this.#begin('arrayLength', 1 << (tag - 0xc0));
    else this.#end = 'damaged';
  }

  /** The unsigned number of 1, 2 or 4 octets that has just been gathered. */
  #readNumber(): number {
    if (this.#taken === 1) return this.#number.getUint8(0);
    return this.#taken === 2
      ? this.#number.getUint16(0, this.#little)
      : this.#number.getUint32(0, this.#little);
  }

  #name(attribute: number): void {
    if (this.#operators.wanted.has(attribute)) this.#attributes.set(attribute, this.#readValue());
    this.#valueOctets = 0;
  }

  #readValue(): XlValue {
    const type = this.#kind & 7;
    const size = elementOctets[type] ?? 1;
    const kept = Math.min(this.#valueOctets, keptOctetsMax);
    const elements: number[] = [];
    for (let at = 0; at < kept; at += size) elements.push(this.#readElement(type, at));
    return { real: type === 5, elements, cut: kept < this.#valueOctets };
  }

  #readElement(type: number, at: number): number {
    switch (type) {
      case 0:
        return this.#value.getUint8(at);
      case 1:
        return this.#value.getUint16(at, this.#little);
      case 2:
        return this.#value.getUint32(at, this.#little);
      case 3:
        return this.#value.getInt16(at, this.#little);
      case 4:
        return this.#value.getInt32(at, this.#little);
      default:
        return this.#value.getFloat32(at, this.#little);
    }
  }
}

function isBlank(octet: number): boolean {
  return octet === 0x00 || octet === 0x20 || (octet >= 0x09 && octet <= 0x0d);
}
