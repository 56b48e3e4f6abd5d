import { castMax, type PixelLook } from './pixel-colour.ts';

/** Looks at pixels whose channels lie in bit fields of 2 or 4 octets, little-endian. */
export class BitFieldColour implements PixelLook {
  readonly #octets: 2 | 4;
  readonly #fields: readonly BitField[];
  #value = 0;
  #filled = 0;
  #found = false;

  constructor(octets: 2 | 4, masks: readonly number[]) {
    this.#octets = octets;
    this.#fields = masks.map(bitField);
  }

  get looking(): boolean {
    return !this.#found;
  }

  get colour(): boolean {
    return this.#found;
  }

  look(chunk: Uint8Array, start: number, end: number): void {
    for (let at = start; at < end && !this.#found; at += 1) {
      this.#value += (chunk[at] ?? 0) * 256 ** this.#filled;
      this.#filled += 1;
      if (this.#filled < this.#octets) continue;
      const channels = this.#fields.map(({ divisor, max }) =>
        max === 0 ? 0 : ((Math.floor(this.#value / divisor) % (max + 1)) * 255) / max,
      );
      this.#found = Math.max(...channels) - Math.min(...channels) > castMax;
      this.#value = 0;
      this.#filled = 0;
    }
  }

  lookWithin(row: Uint8Array, from: number, to: number): void {
    const step = this.#octets;
    this.look(row, from - (from % step), Math.ceil(to / step) * step);
  }
}

interface BitField {
  readonly divisor: number;
  readonly max: number;
}

function bitField(mask: number): BitField {
  let divisor = 1;
  while (mask !== 0 && Math.floor(mask / divisor) % 2 === 0) divisor *= 2;
  return { divisor, max: Math.floor(mask / divisor) };
}
