/** TIFF, directory by directory. */

export interface TiffOptions {
  readonly big?: boolean;
  readonly littleEndian?: boolean;
}

export interface TiffDirectory {
  /** Values of 32 bits by tag; these are changed or added. */
  readonly tags?: Readonly<Record<number, readonly number[]>>;
  readonly strips?: number;
  /** What the pixels of the last strip are. */
  readonly last?: readonly number[];
  /** One strip of any length. */
  readonly content?: Buffer;
}

/** Of each strip, unless its content is given. */
export const tiffStripOctets = 10;
/** Of a directory with the six tags that every page here has. */
export const tiffDirectoryOctets: number = 2 + 6 * 12 + 4;

/** Writes numbers one after the other, and what they refer to before them. */
export class TiffWriter {
  readonly #big: boolean;
  readonly #littleEndian: boolean;
  #octets: Buffer;
  #linkAt: number;

  constructor({ big = false, littleEndian = true }: TiffOptions) {
    this.#big = big;
    this.#littleEndian = littleEndian;
    const magic = this.#numbers([littleEndian ? 0x4949 : 0x4d4d, big ? 43 : 42, ...(big ? [8, 0] : [])], 2);
    this.#linkAt = magic.length;
    this.#octets = Buffer.concat([magic, this.#address(0)]);
  }

  get octets(): Buffer {
    return this.#octets;
  }

  add({ tags = {}, strips = 1, last = [], content }: TiffDirectory): void {
    const pixels = content ?? Buffer.alloc(tiffStripOctets * strips, 'II*\0');
    if (last.length > 0) pixels.fill(9).set(last, tiffStripOctets * (strips - 1));
    const stripsAt = this.#append(pixels);
    const offsets = Array.from({ length: strips }, (_, index) => stripsAt + index * tiffStripOctets);
    const lengths = offsets.map(() => (content === undefined ? tiffStripOctets : content.length));
    const entries = { 256: [595], 257: [842], 262: [1], 273: offsets, 277: [1], 279: lengths, ...tags };
    const fields = Object.entries(entries).map(([tag, values]) => this.#entry(Number(tag), values));
    const count = this.#big ? this.#address(fields.length) : this.#numbers([fields.length], 2);
    const at = this.#append(Buffer.concat([count, ...fields, this.#address(0)]));
    this.link(at);
    this.#linkAt = this.#octets.length - (this.#big ? 8 : 4);
  }

  /** Lets the last directory be followed by what is at `at`. */
  link(at: number): void {
    this.#address(at).copy(this.#octets, this.#linkAt);
  }

  /** Resolutions have two numbers a value, everything else one. */
  #entry(tag: number, values: readonly number[]): Buffer {
    const rational = tag === 282 || tag === 283;
    const content = this.#numbers(values, 4);
    const field = Buffer.alloc(this.#big ? 8 : 4);
    if (content.length <= field.length) content.copy(field);
    else this.#address(this.#append(content)).copy(field);
    const count = this.#address(rational ? values.length / 2 : values.length);
    return Buffer.concat([this.#numbers([tag, rational ? 5 : 4], 2), count, field]);
  }

  #append(content: Buffer): number {
    const at = this.#octets.length;
    this.#octets = Buffer.concat([this.#octets, content]);
    return at;
  }

  #address(value: number): Buffer {
    if (!this.#big) return this.#numbers([value], 4);
    return this.#numbers(this.#littleEndian ? [value, 0] : [0, value], 4);
  }

  #numbers(values: readonly number[], octets: number): Buffer {
    const written = Buffer.alloc(values.length * octets);
    values.forEach((value, index) => {
      if (this.#littleEndian) written.writeUIntLE(value, index * octets, octets);
      else written.writeUIntBE(value, index * octets, octets);
    });
    return written;
  }
}

export function makeTiff(directories: readonly TiffDirectory[], options: TiffOptions = {}): Buffer {
  const writer = new TiffWriter(options);
  for (const directory of directories) writer.add(directory);
  return writer.octets;
}

/** Differences of pixels of three samples (predictor 2). */
export function differences(pixels: Buffer, width: number): Buffer {
  return Buffer.from(
    pixels.map((value, at) => (at % (width * 3) < 3 ? value : value - (pixels[at - 3] ?? 0))),
  );
}

export function packBits(octets: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < octets.length; at += 100) {
    const piece = octets.subarray(at, at + 100);
    parts.push(Buffer.from([piece.length - 1]), piece, Buffer.from([128]));
  }
  return Buffer.concat(parts);
}

/** LZW as TIFF 6.0 §13 tells how to write it. */
export function packLzw(octets: Buffer): Buffer {
  let bits = '';
  let size = 9;
  let table = new Map<string, number>();
  const write = (code: number) => {
    bits += code.toString(2).padStart(size, '0');
  };
  const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : table.get(text));
  const clear = () => {
    write(256);
    table = new Map();
    size = 9;
  };
  clear();
  let held = '';
  for (const octet of octets) {
    const longer = held + String.fromCharCode(octet);
    if (codeOf(longer) !== undefined) {
      held = longer;
      continue;
    }
    write(codeOf(held) ?? 0);
    table.set(longer, 258 + table.size);
    if (table.size + 258 === 2 ** size) size += 1;
    if (table.size + 258 === 4_095) {
      size = 12;
      clear();
    }
    held = String.fromCharCode(octet);
  }
  write(codeOf(held) ?? 0);
  write(257);
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Buffer.from(whole.match(/.{8}/g)?.map((octet) => Number.parseInt(octet, 2)) ?? []);
}
