import { castMax, type PixelLook } from '../pixels/pixel-colour.ts';

/** Looks at pixels whose channels lie in bit fields of 2 or 4 octets, little-endian. */
export class BitFieldColour implements PixelLook {
  readonly #octets: 2 | 4;
  readonly #channels: (value: number) => readonly number[];
  #value = 0;
  #filled = 0;
  #found = false;

  constructor(octets: 2 | 4, masks: readonly number[]) {
    this.#octets = octets;
    this.#channels = bitFields(masks);
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
      const channels = this.#channels(this.#value);
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

/** Takes the channels of a pixel out of its bits, from 0 to 255 each. */
export function bitFields(masks: readonly number[]): (value: number) => readonly number[] {
  const fields = masks.map(bitField);
  return (value) =>
    fields.map(({ divisor, max }) =>
      max === 0 ? 0 : ((Math.floor(value / divisor) % (max + 1)) * 255) / max,
    );
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
