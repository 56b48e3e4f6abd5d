import { AlikePages, alikeOctetsMax } from './alike-pages.ts';
import type { RandomBytes } from './bytes.ts';
import type { DigitPattern } from './digit-pattern.ts';
import type { Effort } from './effort.ts';
import type { Decryption } from './encryption.ts';
import { decodeStream, inflate, inflatedOctetsMax } from './filters.ts';
import { ObjectStream } from './object-stream.ts';
import { ObjectStreamHead } from './object-stream-head.ts';
import { behindHead, readObjectAt } from './objects.ts';
import { countOf, nameOf, PdfReference, PdfStream, type PdfValue } from './values.ts';
import { aheadOctetsMax, noOctets, noView, Window } from './window.ts';
import { type ObjectFinder, XrefPlace } from './xref-section.ts';

/**
 * What became of looking up an object. `free` is an object that the document gave up; `missing` is in no
 * cross-reference; `broken` is not where the cross-reference says, or cannot be read.
 */
export type Lookup =
  | { readonly kind: 'found'; readonly value: PdfValue }
  | { readonly kind: 'free' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'broken' };

const free: Lookup = { kind: 'free' };
const missing: Lookup = { kind: 'missing' };
const broken: Lookup = { kind: 'broken' };

/** Octets of a picture read at once. */
const pieceOctets = 65_536;
/** Before the data of an object stream. */
const streamHeadOctets = 512;
/** An object stream that is longer is not kept at hand. */
const plainOctetsMax = 65_536;
/** References to references; ISO 32000-1 has none, broken writers have one. */
const hopsMax = 32;
/** Octets of unpacked object streams that are kept: a tree may refer to them in any order. */
const unpackedOctetsMax = 33_554_432;

/** From here on a document may have more pages than the 3 000 that are compared in the time that opening `AlikePages` takes. */
const alikeFromOctets = 1_048_576;

/** Numbers of objects, from one place of a list to another; what is no number ends them. */
interface Numbers {
  readonly numbers: readonly unknown[];
  readonly from: number;
  readonly to: number;
}

/** Looks objects up by number and verifies that they are what was asked for. */
export class ObjectStore {
  readonly bytes: RandomBytes;
  readonly effort: Effort;
  /** What `locate` found: octets that are at hand, a view of the same, and where in them the object stands. */
  octets: Uint8Array = noOctets;
  view: DataView = noView;
  at = 0;
  readonly #finder: ObjectFinder;
  readonly #place = new XrefPlace();
  readonly #streams = new Map<number, ObjectStream | undefined>();
  #unpackedOctets = 0;
  /** The stream that was asked for last: most objects stand in the one where the object before them does. */
  #lastStream: { readonly number: number; readonly stream: ObjectStream | undefined } | undefined;
  readonly #window: Window;
  /** Object streams lie close together in most files, and are looked at while an object in the window is. */
  readonly #streamWindow: Window;
  readonly #streamHead = new ObjectStreamHead();
  #alikePages: AlikePages | undefined;
  #decryption: Decryption | undefined;

  constructor(bytes: RandomBytes, effort: Effort, finder: ObjectFinder) {
    this.bytes = bytes;
    this.effort = effort;
    this.#finder = finder;
    this.#streamWindow = new Window(bytes);
    this.#window = new Window(bytes, () => this.#newPiece());
  }

  decryptWith(decryption: Decryption): void {
    this.#decryption = decryption;
    this.#streams.clear();
    this.#lastStream = undefined;
  }

  /** The same objects, looked up on account of another effort. */
  metered(effort: Effort): ObjectStore {
    const store = new ObjectStore(this.bytes.metered(effort), effort, this.#finder);
    if (this.#decryption !== undefined) store.decryptWith(this.#decryption);
    return store;
  }

  look(number: number): Lookup {
    if (!this.effort.spendObject()) return broken;
    const place = this.#place;
    if (!this.#finder.find(number, place)) return missing;
    switch (place.kind) {
      case 'free':
        return free;
      case 'offset':
        return this.#lookAt(number, place.at);
      case 'in-stream':
        return this.#lookInside(number, place.at, place.index);
    }
  }

  /**
   * Puts into `octets` and `at` where an object stands, with `length` octets of it, verified by its number and not read;
   * false when that takes more than a glance. The place holds until the next one is asked for.
   */
  locate(number: number, length: number): boolean {
    const place = this.#place;
    if (!this.#finder.find(number, place)) return false;
    switch (place.kind) {
      case 'offset': {
        const window = this.#window;
        window.seek(place.at, length);
        this.octets = window.octets;
        this.view = window.view;
        this.at = behindHead(window, number);
        return this.at > 0;
      }
      case 'in-stream': {
        const { index } = place;
        const stream = this.#objectStream(place.at);
        if (stream === undefined) return false;
        this.octets = stream.octets;
        this.view = stream.view;
        this.at = stream.placeOf(number, index);
        return this.at >= 0;
      }
      case 'free':
        return false;
    }
  }

  /**
   * How many of these objects, from one place on, are known to be like a pattern: as many as follow each other in a piece of
   * the file. What it ends at may be like it too.
   */
  alike(pattern: DigitPattern, { numbers, from, to }: Numbers): number {
    const pages = this.#alikePages;
    const finder = this.#finder;
    const first = numbers[from];
    if (pages === undefined || finder.findRun === undefined || typeof first !== 'number') return 0;
    const place = this.#place;
    if (!finder.find(first, place) || place.kind !== 'offset') return 0;
    const window = this.#window;
    window.seek(place.at, alikeOctetsMax);
    if (!pages.holds(window.octets)) return 0;
    const { run } = pages;
    run.numbers = numbers;
    run.from = from;
    run.to = to;
    run.start = window.base;
    run.end = window.base + window.octets.length - alikeOctetsMax;
    run.origin = window.base - window.octets.byteOffset;
    return pages.count(pattern, finder.findRun(run));
  }

  #newPiece(): Uint8Array {
    if (this.bytes.size >= alikeFromOctets) this.#alikePages ??= AlikePages.open();
    return this.#alikePages?.takePiece() ?? new Uint8Array(aheadOctetsMax);
  }

  /** The value behind any references; null where there is none. */
  readonly resolve = (value: PdfValue | undefined): PdfValue => {
    let current: PdfValue = value ?? null;
    for (let hop = 0; current instanceof PdfReference; hop += 1) {
      const lookup = hop < hopsMax ? this.look(current.number) : missing;
      current = lookup.kind === 'found' ? lookup.value : null;
    }
    return current;
  };

  /** The decoded data of a stream, at most `octetsMax`; undefined when they cannot be had. */
  dataOf(stream: PdfStream, octetsMax: number): Uint8Array | undefined {
    const length = countOf(this.resolve(stream.dictionary.get('Length')));
    if (length === undefined || stream.start + length > this.bytes.size) return undefined;
    const raw = this.bytes.at(stream.start, length).subarray(0, length);
    const plain = this.#decryption === undefined ? raw : this.#decryption.decrypt(raw, stream);
    if (plain === undefined) return undefined;
    const { dictionary } = stream;
    return decodeStream(plain, { dictionary, octetsMax, effort: this.effort, resolve: this.resolve });
  }

  /**
   * The content of a picture as it stands in the file, piece by piece, as far as the effort for pictures goes; undefined when
   * it is encrypted or cut.
   */
  piecesOf(stream: PdfStream): Iterable<Uint8Array> | undefined {
    const length = countOf(this.resolve(stream.dictionary.get('Length')));
    const inside = length !== undefined && stream.start + length <= this.bytes.size;
    if (!inside || this.#decryption !== undefined) return undefined;
    return this.#pieces(stream.start, length);
  }

  *#pieces(start: number, length: number): Generator<Uint8Array> {
    for (let at = 0; at < length; at += pieceOctets) {
      const piece = Math.min(pieceOctets, length - at);
      if (!this.effort.spendPicture(piece)) return;
      yield this.bytes.at(start + at, piece).subarray(0, piece);
    }
  }

  #lookAt(number: number, offset: number): Lookup {
    const object = readObjectAt(this.bytes, offset);
    if (object === undefined || object.damaged || object.id.number !== number) return broken;
    return { kind: 'found', value: object.value };
  }

  #lookInside(number: number, streamNumber: number, index: number): Lookup {
    const stream = this.#objectStream(streamNumber);
    const value = stream?.read(number, index);
    return value === undefined ? broken : { kind: 'found', value };
  }

  #objectStream(number: number): ObjectStream | undefined {
    if (this.#lastStream?.number === number) return this.#lastStream.stream;
    const stream = this.#anyObjectStream(number);
    this.#lastStream = { number, stream };
    return stream;
  }

  #anyObjectStream(number: number): ObjectStream | undefined {
    const known = this.#streams.get(number);
    if (known !== undefined || this.#streams.has(number)) return known;
    const stream = this.#readObjectStream(number);
    this.#unpackedOctets += stream?.heldOctets ?? 0;
    if (this.#unpackedOctets > unpackedOctetsMax) {
      this.#streams.clear();
      this.#unpackedOctets = stream?.heldOctets ?? 0;
    }
    this.#streams.set(number, stream);
    return stream;
  }

  #readObjectStream(number: number): ObjectStream | undefined {
    const place = this.#place;
    // A stream cannot be inside another one (ISO 32000-1 §7.5.7).
    if (!this.#finder.find(number, place) || place.kind !== 'offset') return undefined;
    const { at } = place;
    return this.#isPlainStream(at, number) ? this.#readPlainStream(at) : this.#parseObjectStream(at, number);
  }

  /** Whether an object stream stands there as most writers make it; `#streamHead` says then what it has. */
  #isPlainStream(offset: number, number: number): boolean {
    if (this.#decryption !== undefined) return false;
    const window = this.#streamWindow;
    window.seek(offset, streamHeadOctets);
    const behind = behindHead(window, number);
    return (
      behind > 0 && this.#streamHead.read(window.octets, behind) && this.#streamHead.length <= plainOctetsMax
    );
  }

  #readPlainStream(offset: number): ObjectStream | undefined {
    const window = this.#streamWindow;
    const { count, first, length, dataAt } = this.#streamHead;
    const start = offset + dataAt - window.at;
    if (start + length > this.bytes.size) return undefined;
    window.seek(start, length);
    const packed = window.octets.subarray(window.at, window.at + length);
    const data = inflate(packed, this.effort, inflatedOctetsMax);
    return data === undefined ? undefined : ObjectStream.open(data, count, first);
  }

  #parseObjectStream(offset: number, number: number): ObjectStream | undefined {
    const lookup = this.#lookAt(number, offset);
    if (lookup.kind !== 'found' || !(lookup.value instanceof PdfStream)) return undefined;
    const { dictionary } = lookup.value;
    if (nameOf(dictionary.get('Type')) !== 'ObjStm') return undefined;
    const count = countOf(this.resolve(dictionary.get('N')));
    const first = countOf(this.resolve(dictionary.get('First')));
    if (count === undefined || first === undefined) return undefined;
    const data = this.dataOf(lookup.value, inflatedOctetsMax);
    return data === undefined ? undefined : ObjectStream.open(data, count, first);
  }
}
