export interface BmpOptions {
  readonly width?: number;
  readonly height?: number;
  readonly bits?: number;
  readonly compression?: number;
  readonly statedOctets?: number;
  readonly palette?: readonly number[];
  readonly octets?: number;
  readonly fill?: number;
  /** The pixels, where they are told apart. */
  readonly pixels?: readonly number[];
}

/** A bitmap of 5 × 3 grey pixels, unless it says otherwise. */
export function makeBmp(options: BmpOptions = {}): Buffer {
  const { width = 5, height = 3, bits = 24, compression = 0, statedOctets = 0, palette = [] } = options;
  const { octets = Math.ceil((width * bits) / 32) * 4 * Math.abs(height), fill = 0x55, pixels } = options;
  const start = Buffer.alloc(54);
  start.write('BM');
  start.writeUInt32LE(54 + palette.length, 10);
  start.writeUInt32LE(40, 14);
  start.writeInt32LE(width, 18);
  start.writeInt32LE(height, 22);
  start.writeUInt16LE(1, 26);
  start.writeUInt16LE(bits, 28);
  start.writeUInt32LE(compression, 30);
  start.writeUInt32LE(statedOctets, 34);
  start.writeUInt32LE(palette.length / 4, 46);
  return Buffer.concat([start, Buffer.from(palette), Buffer.from(pixels ?? Buffer.alloc(octets, fill))]);
}
