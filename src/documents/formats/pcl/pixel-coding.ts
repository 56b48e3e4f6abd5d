import type { SeedRow } from '../pixels/seed-row.ts';

/**
 * Method 10 of ESC*b#M, which DeskJets take for pixels of 24 bits (checked against what hpcups writes); they replace those of
 * the row above:
 *
 *     control(1): bit 7 a run of one pixel | bits 6–5 where the first pixel comes from: 0 the data, 1 the one to its left,
 *                 2 the one above and to its right, 3 the last first one of the data | bits 4–3 pixels that stay (3 adds octets)
 *                 | bits 2–0 pixels less one, of a run less two (7 adds octets)
 *     pixel:      0 and 23 bits of red, green and blue, whose lowest bit is left out
 *               | 1 and 5 bits each of what red, green and half of blue differ from the pixel above
 *
 * Pixels but the first come from the data. The row is kept as what each channel lacks of light, so that a row of zeros is white.
 */
export function readPixels(data: Uint8Array, row: SeedRow): void {
  row.begin();
  new PixelRow(data, row).read();
}

type Pixel = readonly [red: number, green: number, blue: number];

const octetsOfPixel = 3;
const white: Pixel = [0, 0, 0];

class PixelRow {
  readonly #data: Uint8Array;
  readonly #row: SeedRow;
  #at = 0;
  #pixel = 0;
  #last: Pixel = white;
  readonly #octets = new Uint8Array(octetsOfPixel);

  constructor(data: Uint8Array, row: SeedRow) {
    this.#data = data;
    this.#row = row;
  }

  read(): void {
    while (this.#at < this.#data.length) {
      const control = this.#octet();
      this.#pixel += this.#extended((control >> 3) & 3, 3);
      const first = this.#first((control >> 5) & 3);
      if (control >= 128) this.#repeat(first, this.#extended(control & 7, 7) + 2);
      else {
        this.#put(first);
        this.#copy(control & 7);
      }
    }
  }

  #octet(): number {
    const octet = this.#data[this.#at] ?? 0;
    this.#at += 1;
    return octet;
  }

  #extended(value: number, full: number): number {
    let sum = value;
    for (let more = value === full; more && this.#at < this.#data.length; ) {
      const octet = this.#octet();
      sum += octet;
      more = octet === 255;
    }
    return sum;
  }

  #first(source: number): Pixel {
    switch (source) {
      case 0:
        this.#last = this.#fromData();
        return this.#last;
      case 1:
        return this.#pixel === 0 ? white : this.#above(this.#pixel - 1);
      case 2:
        return this.#above(this.#pixel + 1);
      default:
        return this.#last;
    }
  }

  /** What stands at a place: above, or already of this row. */
  #above(pixel: number): Pixel {
    const { octets } = this.#row;
    const at = pixel * octetsOfPixel;
    return [octets[at] ?? 0, octets[at + 1] ?? 0, octets[at + 2] ?? 0];
  }

  #fromData(): Pixel {
    const first = this.#octet();
    const second = this.#octet();
    if (first >= 128) {
      const [red, green, blue] = this.#above(this.#pixel);
      const bits = (first << 8) | second;
      return [
        (red - signed(bits >> 10)) & 255,
        (green - signed(bits >> 5)) & 255,
        (blue - 2 * signed(bits)) & 255,
      ];
    }
    const bits = ((first << 16) | (second << 8) | this.#octet()) << 1;
    return [255 - ((bits >> 16) & 255), 255 - ((bits >> 8) & 255), 255 - (bits & 255)];
  }

  #put(pixel: Pixel): void {
    this.#octets.set(pixel);
    this.#row.copy(this.#pixel * octetsOfPixel, this.#octets);
    this.#pixel += 1;
  }

  #repeat(pixel: Pixel, count: number): void {
    const [red, green, blue] = pixel;
    const end = this.#pixel + count;
    if (red === green && green === blue) {
      this.#row.repeat(this.#pixel * octetsOfPixel, red, count * octetsOfPixel);
    } else {
      // What passes the longest row is clipped, so that no count costs more than that.
      while (this.#pixel < end && this.#pixel < pixelsMax) this.#put(pixel);
    }
    this.#pixel = end;
  }

  /** More pixels of the data; each octet that goes on tells how many follow before the next. */
  #copy(count: number): void {
    let full = 7;
    for (let left = count; ; full = 255) {
      for (let pixel = 0; pixel < left && this.#at < this.#data.length; pixel += 1)
        this.#put(this.#fromData());
      if (left !== full || this.#at >= this.#data.length) return;
      left = this.#octet();
    }
  }
}

/** Pixels of the longest row (`SeedRow`). */
const pixelsMax = 43_690;

/** The lowest 5 bits, from −16 to 15. */
function signed(bits: number): number {
  return ((bits & 31) ^ 16) - 16;
}
