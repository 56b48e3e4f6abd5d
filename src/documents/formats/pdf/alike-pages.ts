import { alikeMemory, alikeModule } from './alike-code.ts';
import { type DigitPattern, rowOctets } from './digit-pattern.ts';
import { aheadOctetsMax, piecesMax } from './window.ts';
import { ObjectRun } from './xref-section.ts';

/** `number 0 obj` and the longest pattern. */
export const alikeOctetsMax = 512;

/** The pieces, a page for what stands before them, and one of zeros behind them. */
const memoryPages = (piecesMax * aheadOctetsMax) / alikeMemory.pageOctets + 2;

/**
 * Pieces of a file in the memory of a WebAssembly function, which tells how many objects in a row are like a pattern. It is
 * opened for documents of which much is read.
 */
export class AlikePages {
  /** Objects that are asked about; what is found of them is their address in the memory. */
  readonly run: ObjectRun;
  readonly #memory: ArrayBuffer;
  readonly #octets: Uint8Array;
  readonly #alike: Alike;
  #pieces = 0;
  #pattern: DigitPattern | undefined;

  private constructor(memory: ArrayBuffer, alike: Alike) {
    this.#memory = memory;
    this.#octets = new Uint8Array(memory);
    this.#alike = alike;
    this.run = new ObjectRun(new Int32Array(memory, alikeMemory.objects, 2 * alikeMemory.objectsMax));
  }

  /** undefined on a processor that does not compare sixteen octets at once, and where there is no room for the memory. */
  static open(): AlikePages | undefined {
    try {
      const memory = new WebAssembly.Memory({ initial: memoryPages, maximum: memoryPages });
      compiled ??= new WebAssembly.Module(alikeModule(memoryPages));
      const { alike } = new WebAssembly.Instance(compiled, { host: { memory } }).exports;
      return isAlike(alike) ? new AlikePages(memory.buffer, alike) : undefined;
    } catch {
      return undefined;
    }
  }

  /** Memory for one more piece. */
  takePiece(): Uint8Array | undefined {
    if (this.#pieces === piecesMax) return undefined;
    const start = alikeMemory.pieces + this.#pieces * aheadOctetsMax;
    this.#pieces += 1;
    return this.#octets.subarray(start, start + aheadOctetsMax);
  }

  /** Whether these octets stand in its memory: small pieces do not. */
  holds(octets: Uint8Array): boolean {
    return octets.buffer === this.#memory;
  }

  /** How many of the first `count` objects that were found are like the pattern, up to one that is not or takes a closer look. */
  count(pattern: DigitPattern, count: number): number {
    if (pattern.length < rowOctets || pattern.length > alikeMemory.patternOctetsMax || count === 0) return 0;
    if (this.#pattern !== pattern) {
      this.#octets.set(pattern.rows);
      this.#pattern = pattern;
    }
    return this.#alike(count, pattern.length - rowOctets);
  }
}

type Alike = (count: number, last: number) => number;

function isAlike(value: unknown): value is Alike {
  return typeof value === 'function';
}

/** Compiling takes 0.2 ms, and again until it runs at its full speed. */
let compiled: WebAssembly.Module | undefined;
