/** How the octets of a pixel say colour, x being an octet that says none; `unknown` where they do not tell without a profile. */
export type PixelKind = 'grey' | 'rgb8' | 'rgbx8' | 'rgb16' | 'rgb16le' | 'cmyk8' | 'unknown';

/**
 * Differences up to this stay mono: scanners and colour management give grey a cast of up to 11, while a tint of 2 %
 * differs by 20 (measured on 551 pages of known colour).
 */
export const castMax = 12;

/** Looks for colour in the pixels of a page, in rows one after the other. */
export interface PixelLook {
  /** Whether more pixels may tell something new. */
  readonly looking: boolean;
  /** Whether the page carries colour, undefined when its pixels do not tell. */
  readonly colour: boolean | undefined;
  /** Looks at the octets in chunk[start, end), which follow those of the last call; a pixel may be cut anywhere. */
  look(chunk: Uint8Array, start: number, end: number): void;
  /** Looks at the pixels of a row that hold its octets from one place to another; nothing of it is remembered. */
  lookWithin(row: Uint8Array, from: number, to: number): void;
}

/**
 * Looks for the first coloured pixel of a page. Once it is found nothing more is looked at, so that colour pages cost
 * next to nothing and only grey pages in a colour space are read to their end.
 */
export class PixelColour implements PixelLook {
  readonly #kind: PixelKind;
  #found = false;
  // A pixel that is cut by the end of a chunk goes on here.
  #phase = 0;
  #low = 255;
  #high = 0;

  constructor(kind: PixelKind) {
    this.#kind = kind;
  }

  get looking(): boolean {
    return !this.#found && this.#kind !== 'grey' && this.#kind !== 'unknown';
  }

  /** Whether the page carries colour, undefined when its pixels do not tell. */
  get colour(): boolean | undefined {
    return this.#kind === 'unknown' ? undefined : this.#found;
  }

  /** Looks at whole and cut pixels in chunk[start, end). */
  look(chunk: Uint8Array, start: number, end: number): void {
    const octets = octetsOf[this.#kind];
    let at = start;
    while (this.#phase !== 0 && at < end) this.#lookAtOctet(chunk[at++] ?? 0);
    const whole = end - ((end - at) % octets);
    if (this.#lookAtPixels(chunk, at, whole)) this.#found = true;
    for (at = whole; at < end; at += 1) this.#lookAtOctet(chunk[at] ?? 0);
  }

  lookWithin(row: Uint8Array, from: number, to: number): void {
    const octets = octetsOf[this.#kind];
    const end = Math.min(row.length - (row.length % octets), Math.ceil(to / octets) * octets);
    if (this.#lookAtPixels(row, from - (from % octets), end)) this.#found = true;
  }

  #lookAtPixels(chunk: Uint8Array, start: number, end: number): boolean {
    switch (this.#kind) {
      case 'rgb8':
        return anyColoured(chunk, { start, end, step: 3, octet: 1 });
      case 'rgbx8':
        return anyColoured(chunk, { start, end, step: 4, octet: 1 });
      case 'rgb16':
        return anyColoured(chunk, { start, end, step: 6, octet: 2 });
      case 'rgb16le':
        return anyColoured(chunk, { start: start + 1, end, step: 6, octet: 2 });
      case 'cmyk8':
        return anyInked(chunk, start, end);
      case 'grey':
      case 'unknown':
        return false;
    }
  }

  /** Whether the octet at this place of a pixel is the most significant one of a channel. */
  #counts(): boolean {
    switch (this.#kind) {
      case 'rgb16':
        return this.#phase % 2 === 0;
      case 'rgb16le':
        return this.#phase % 2 === 1;
      case 'grey':
      case 'rgb8':
      case 'rgbx8':
      case 'cmyk8':
      case 'unknown':
        return this.#phase < 3;
    }
  }

  #lookAtOctet(value: number): void {
    const octets = octetsOf[this.#kind];
    if (this.#counts()) {
      this.#low = Math.min(this.#low, value);
      this.#high = Math.max(this.#high, value);
    }
    this.#phase += 1;
    if (this.#phase < octets) return;
    const low = this.#kind === 'cmyk8' ? 0 : this.#low;
    if (this.#high - low > castMax) this.#found = true;
    this.#phase = 0;
    this.#low = 255;
    this.#high = 0;
  }
}

const octetsOf = {
  grey: 1,
  rgb8: 3,
  rgbx8: 4,
  rgb16: 6,
  rgb16le: 6,
  cmyk8: 4,
  unknown: 1,
} as const satisfies Record<PixelKind, number>;

/** Looks at rows that are padded: what follows the pixels of a row is none. */
export class PaddedRows {
  readonly #pixels: PixelLook;
  readonly #rowOctets: number;
  readonly #pixelOctets: number;
  #at = 0;

  constructor(pixels: PixelLook, rowOctets: { readonly pixels: number; readonly padded: number }) {
    this.#pixels = pixels;
    this.#pixelOctets = rowOctets.pixels;
    this.#rowOctets = rowOctets.padded;
  }

  look(part: Uint8Array): void {
    for (let start = 0; start < part.length && this.#pixels.looking; ) {
      const end = Math.min(part.length, start + this.#rowOctets - this.#at);
      const pixelEnd = Math.min(end, start + Math.max(0, this.#pixelOctets - this.#at));
      this.#pixels.look(part, start, pixelEnd);
      this.#at = (this.#at + end - start) % this.#rowOctets;
      start = end;
    }
  }
}

interface Pixels {
  readonly start: number;
  readonly end: number;
  /** Octets from pixel to pixel. */
  readonly step: number;
  /** Octets from component to component; the first one is the most significant. */
  readonly octet: number;
}

function anyColoured(chunk: Uint8Array, { start, end, step, octet }: Pixels): boolean {
  for (let at = start; at < end; at += step) {
    const red = chunk[at] ?? 0;
    const green = chunk[at + octet] ?? 0;
    const blue = chunk[at + 2 * octet] ?? 0;
    // Most pixels are exactly grey; only others are worth more arithmetic.
    if (red === green && green === blue) continue;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > castMax) return true;
  }
  return false;
}

function anyInked(chunk: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 4) {
    if (Math.max(chunk[at] ?? 0, chunk[at + 1] ?? 0, chunk[at + 2] ?? 0) > castMax) return true;
  }
  return false;
}
