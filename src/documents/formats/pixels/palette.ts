import { castMax, type PixelLook } from './pixel-colour.ts';

/**
 * 1 for each entry of a palette that is coloured. `entryOctets` is 3, or 4 where an entry is padded; the order of channels
 * is all one.
 */
export function colouredEntries(palette: ArrayLike<number>, entryOctets: 3 | 4): Uint8Array {
  const entries = new Uint8Array(Math.floor(palette.length / entryOctets));
  for (let entry = 0; entry < entries.length; entry += 1) {
    const at = entry * entryOctets;
    const channels = [palette[at] ?? 0, palette[at + 1] ?? 0, palette[at + 2] ?? 0];
    if (Math.max(...channels) - Math.min(...channels) > castMax) entries[entry] = 1;
  }
  return entries;
}

/** Pixels that are numbers of entries, packed into octets from the highest bit down; each row begins with an octet. */
export interface IndexedRows {
  readonly bits: 1 | 2 | 4 | 8;
  readonly width: number;
  /** 1 where an entry is coloured; what lies behind the palette is black. */
  readonly coloured: Uint8Array;
}

/** Looks for the first pixel whose entry is coloured. */
export class IndexedColour implements PixelLook {
  readonly #rowOctets: number;
  /** By octet: 1 where one of its pixels is coloured; the last octet of a row has pixels in its upper bits alone. */
  readonly #within: Uint8Array;
  readonly #last: Uint8Array;
  readonly #mayFind: boolean;
  #at = 0;
  #found = false;

  constructor({ bits, width, coloured }: IndexedRows) {
    const perOctet = 8 / bits;
    this.#rowOctets = Math.ceil(width / perOctet);
    this.#within = octetTable(bits, perOctet, coloured);
    const inLast = width % perOctet;
    this.#last = inLast === 0 ? this.#within : octetTable(bits, inLast, coloured);
    this.#mayFind = coloured.includes(1);
  }

  get looking(): boolean {
    return this.#mayFind && !this.#found;
  }

  get colour(): boolean {
    return this.#found;
  }

  look(chunk: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end && !this.#found; ) {
      const rowEnd = Math.min(end, at + this.#rowOctets - this.#at);
      this.#lookFrom(chunk.subarray(at, rowEnd), this.#at);
      this.#at = (this.#at + rowEnd - at) % this.#rowOctets;
      at = rowEnd;
    }
  }

  lookWithin(row: Uint8Array, from: number, to: number): void {
    this.#lookFrom(row.subarray(from, Math.min(to, this.#rowOctets)), from);
  }

  /** Octets of one row that begin at a place in it. */
  #lookFrom(octets: Uint8Array, place: number): void {
    const within = this.#within;
    const lastAt = this.#rowOctets - 1 - place;
    for (let at = 0; at < octets.length; at += 1) {
      const table = at === lastAt ? this.#last : within;
      if (table[octets[at] ?? 0] === 1) {
        this.#found = true;
        return;
      }
    }
  }
}

function octetTable(bits: number, pixels: number, coloured: Uint8Array): Uint8Array {
  const mask = (1 << bits) - 1;
  return Uint8Array.from({ length: 256 }, (_, octet) => {
    for (let pixel = 0; pixel < pixels; pixel += 1) {
      if (coloured[(octet >> (8 - bits * (pixel + 1))) & mask] === 1) return 1;
    }
    return 0;
  });
}
