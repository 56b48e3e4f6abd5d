import type { RandomBytes } from './bytes.ts';
import type { Effort } from './effort.ts';
import type { Decryption } from './encryption.ts';
import { decodeStream, inflatedOctetsMax } from './filters.ts';
import { ObjectStream } from './object-stream.ts';
import { behindHead, readObjectAt } from './objects.ts';
import { countOf, nameOf, PdfReference, PdfStream, type PdfValue } from './values.ts';
import { Window } from './window.ts';
import type { XrefEntry } from './xref-section.ts';

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

/** References to references; ISO 32000-1 has none, broken writers have one. */
const hopsMax = 32;
/** Octets that are at hand, and where in them something stands. */
export interface Place {
  readonly octets: Uint8Array;
  readonly at: number;
}

/** Octets of unpacked object streams that are kept: a tree may refer to them in any order. */
const unpackedOctetsMax = 33_554_432;

/** Looks objects up by number and verifies that they are what was asked for. */
export class ObjectStore {
  readonly bytes: RandomBytes;
  readonly effort: Effort;
  readonly #find: (number: number) => XrefEntry | undefined;
  readonly #streams = new Map<number, ObjectStream | undefined>();
  #unpackedOctets = 0;
  readonly #window: Window;
  #decryption: Decryption | undefined;

  constructor(bytes: RandomBytes, effort: Effort, find: (number: number) => XrefEntry | undefined) {
    this.bytes = bytes;
    this.effort = effort;
    this.#find = find;
    this.#window = new Window(bytes);
  }

  decryptWith(decryption: Decryption): void {
    this.#decryption = decryption;
    this.#streams.clear();
  }

  /** The same objects, looked up on account of another effort. */
  metered(effort: Effort): ObjectStore {
    const store = new ObjectStore(this.bytes.metered(effort), effort, this.#find);
    if (this.#decryption !== undefined) store.decryptWith(this.#decryption);
    return store;
  }

  look(number: number): Lookup {
    if (!this.effort.spendObject()) return broken;
    const entry = this.#find(number);
    if (entry === undefined) return missing;
    switch (entry.kind) {
      case 'free':
        return free;
      case 'offset':
        return this.#lookAt(number, entry.offset);
      case 'in-stream':
        return this.#lookInside(number, entry.stream, entry.index);
    }
  }

  /**
   * Where an object stands, with `octets` of it, verified by its number and not read; undefined when that takes more
   * than a glance. The place holds until the next one is asked for.
   */
  locate(number: number, octets: number): Place | undefined {
    const entry = this.#find(number);
    switch (entry?.kind) {
      case 'offset': {
        this.#window.seek(entry.offset, octets);
        const at = behindHead(this.#window.octets, this.#window.at, number);
        return at === undefined ? undefined : { octets: this.#window.octets, at };
      }
      case 'in-stream':
        return this.#objectStream(entry.stream)?.locate(number, entry.index);
      case 'free':
      case undefined:
        return undefined;
    }
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
    const known = this.#streams.get(number);
    if (known !== undefined || this.#streams.has(number)) return known;
    const stream = this.#readObjectStream(number);
    this.#unpackedOctets += stream?.octets ?? 0;
    if (this.#unpackedOctets > unpackedOctetsMax) {
      this.#streams.clear();
      this.#unpackedOctets = stream?.octets ?? 0;
    }
    this.#streams.set(number, stream);
    return stream;
  }

  #readObjectStream(number: number): ObjectStream | undefined {
    const entry = this.#find(number);
    // A stream cannot be inside another one (ISO 32000-1 §7.5.7).
    if (entry?.kind !== 'offset') return undefined;
    const lookup = this.#lookAt(number, entry.offset);
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
