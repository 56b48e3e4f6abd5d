import type { Ink } from '../../../model/page-count.ts';
import { InkMeter } from '../pixels/ink-meter.ts';
import { bitFields } from './bit-field-colour.ts';
import type { Bitmap } from './header.ts';

/** Adds up the ink of the rows of a bitmap that is not run-length coded; undefined where it is, or is no bitmap at all. */
export function bmpInk(bitmap: Bitmap, palette: Uint8Array, masks: DataView): BmpInk | undefined {
  const readPixel = pixelReader(bitmap, palette, masks);
  return readPixel === undefined ? undefined : new BmpInk(bitmap, readPixel);
}

type Rgb = readonly [red: number, green: number, blue: number];
type PixelReader = (row: DataView, pixel: number) => Rgb;

class BmpInk {
  readonly #meter = new InkMeter();
  readonly #bitmap: Bitmap;
  readonly #readPixel: PixelReader;
  readonly #row: Uint8Array;
  readonly #view: DataView;
  #filled = 0;

  constructor(bitmap: Bitmap, readPixel: PixelReader) {
    this.#bitmap = bitmap;
    this.#readPixel = readPixel;
    this.#row = new Uint8Array(Math.ceil((bitmap.width * bitmap.bitsPerPixel) / 32) * 4);
    this.#view = new DataView(this.#row.buffer);
  }

  take(part: Uint8Array): void {
    for (let at = 0; at < part.length; ) {
      const end = Math.min(part.length, at + this.#row.length - this.#filled);
      this.#row.set(part.subarray(at, end), this.#filled);
      this.#filled += end - at;
      at = end;
      if (this.#filled === this.#row.length) this.#endRow();
    }
  }

  get ink(): Ink {
    return this.#meter.of(this.#bitmap.width * this.#bitmap.height);
  }

  #endRow(): void {
    for (let pixel = 0; pixel < this.#bitmap.width; pixel += 1) {
      this.#meter.add(...this.#readPixel(this.#view, pixel));
    }
    this.#filled = 0;
  }
}

function pixelReader(
  { bitsPerPixel: bits, compression, entryOctets }: Bitmap,
  palette: Uint8Array,
  masks: DataView,
): PixelReader | undefined {
  if (compression === 0 && bits <= 8) {
    return (row, pixel) => {
      const bit = pixel * bits;
      const entry = (row.getUint8(bit >> 3) >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
      const at = entry * entryOctets;
      return [palette[at + 2] ?? 0, palette[at + 1] ?? 0, palette[at] ?? 0];
    };
  }
  if (bits >= 24 && compression === 0) {
    const octets = bits / 8;
    return (row, pixel) => [
      row.getUint8(pixel * octets + 2),
      row.getUint8(pixel * octets + 1),
      row.getUint8(pixel * octets),
    ];
  }
  if (bits !== 16 && bits !== 32) return undefined;
  if (compression !== 0 && (masks.byteLength < 12 || ![3, 6].includes(compression))) return undefined;
  const channels = bitFields(
    compression === 0 ? [0x7c00, 0x3e0, 0x1f] : [0, 4, 8].map((at) => masks.getUint32(at, true)),
  );
  return (row, pixel) => {
    const value = bits === 16 ? row.getUint16(pixel * 2, true) : row.getUint32(pixel * 4, true);
    const [red = 0, green = 0, blue = 0] = channels(value);
    return [red, green, blue];
  };
}
