import { Buffer } from 'node:buffer';
import { readSync } from 'node:fs';
import type { Effort } from './effort.ts';

/** Octets of a document at any place, so that a file of 500 MB is counted with a few kilobytes read. */
export interface RandomBytes {
  readonly size: number;
  /**
   * Octets from `offset` on: at least `length` of them unless the end is nearer, more where they are at hand. They may
   * be put into `spare`, which is then theirs until the caller asks with it again.
   */
  at(offset: number, length: number, spare?: Uint8Array): Uint8Array;
  /** The same octets, read on account of another effort. */
  metered(effort: Effort): RandomBytes;
}

const nothing = new Uint8Array(0);

export class MemoryBytes implements RandomBytes {
  readonly size: number;
  readonly #octets: Uint8Array;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.size = octets.length;
  }

  at(offset: number, _length: number): Uint8Array {
    return offset < 0 || offset >= this.size ? nothing : this.#octets.subarray(offset);
  }

  metered(_effort: Effort): RandomBytes {
    return this;
  }
}

/** Small enough for one page object, large enough for the ten that usually follow it. */
const blockOctets = 4_096;
/** Blocks kept: 4 MiB. */
const blocksMax = 1_024;

/** Blocks of an open file, read when asked for and kept. Reading past the effort yields nothing. */
export class FileBytes implements RandomBytes {
  readonly size: number;
  readonly #descriptor: number;
  readonly #effort: Effort;
  readonly #blocks = new Map<number, Uint8Array>();

  constructor(descriptor: number, size: number, effort: Effort) {
    this.#descriptor = descriptor;
    this.size = size;
    this.#effort = effort;
  }

  at(offset: number, length: number, spare?: Uint8Array): Uint8Array {
    if (offset < 0 || offset >= this.size) return nothing;
    const block = Math.floor(offset / blockOctets);
    const within = offset - block * blockOctets;
    const wanted = Math.min(length, this.size - offset);
    if (within + wanted <= blockOctets) return this.#block(block).subarray(within);
    return this.#read(offset, wanted, spare);
  }

  metered(effort: Effort): RandomBytes {
    return new FileBytes(this.#descriptor, this.size, effort);
  }

  #block(number: number): Uint8Array {
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const start = number * blockOctets;
    const block = this.#read(start, Math.min(blockOctets, this.size - start));
    if (this.#blocks.size === blocksMax) this.#blocks.clear();
    this.#blocks.set(number, block);
    return block;
  }

  #read(offset: number, length: number, spare?: Uint8Array): Uint8Array {
    if (!this.#effort.spendRead(length)) return nothing;
    // Not filled with zeros first: all of it is read, or cut off.
    const octets =
      spare !== undefined && spare.length >= length
        ? spare.subarray(0, length)
        : Buffer.allocUnsafeSlow(length);
    let filled = 0;
    while (filled < length) {
      const got = readSync(this.#descriptor, octets, filled, length - filled, offset + filled);
      if (got === 0) break;
      filled += got;
    }
    return filled === length ? octets : octets.subarray(0, filled);
  }
}

/** A part of a document as if it were one of its own. */
export class PartBytes implements RandomBytes {
  readonly size: number;
  readonly #whole: RandomBytes;
  readonly #start: number;

  constructor(whole: RandomBytes, start: number, end: number) {
    this.#whole = whole;
    this.#start = start;
    this.size = end - start;
  }

  at(offset: number, length: number, spare?: Uint8Array): Uint8Array {
    if (offset < 0 || offset >= this.size) return nothing;
    const left = this.size - offset;
    const octets = this.#whole.at(this.#start + offset, Math.min(length, left), spare);
    return octets.length > left ? octets.subarray(0, left) : octets;
  }

  metered(effort: Effort): RandomBytes {
    return new PartBytes(this.#whole.metered(effort), this.#start, this.#start + this.size);
  }
}
