type RasterSpace = 'srgb' | 'sgray' | 'black1' | 'cmyk';

export interface RasterOptions {
  readonly pages: number;
  /** Which pages carry a coloured mark: all, none, or these (from 1). */
  readonly colour?: boolean | readonly number[];
  /** PWG NumCopies; 0 is "not said". */
  readonly copies?: number;
  readonly sides?: 'one-sided' | 'two-sided-long-edge' | 'two-sided-short-edge';
  readonly space?: RasterSpace;
  /** Points; A4 unless said. */
  readonly size?: readonly [width: number, height: number];
  readonly dpi?: number;
  /** What the header claims: TotalPageCount of PWG, page count of URF. */
  readonly claimedPages?: number;
  /** Rows of noise in each page, which do not compress. */
  readonly noiseRows?: number;
}

const a4 = [595, 842] as const;
const spaces = {
  srgb: { pwg: 19, urf: 1, bits: 24, white: [255, 255, 255], grey: [90, 90, 90], colour: [255, 0, 0] },
  sgray: { pwg: 18, urf: 0, bits: 8, white: [255], grey: [90], colour: [90] },
  black1: { pwg: 3, urf: 0, bits: 1, white: [0], grey: [0x55], colour: [0x55] },
  cmyk: { pwg: 6, urf: 6, bits: 32, white: [0, 0, 0, 0], grey: [0, 0, 0, 160], colour: [0, 200, 0, 0] },
} as const;

/** A PWG raster stream (PWG 5102.4): sync word, then header and rows of each page. */
export function makePwg(options: RasterOptions): Buffer {
  const parts: Buffer[] = [Buffer.from('RaS2')];
  for (let page = 1; page <= options.pages; page += 1) parts.push(pwgHeader(options), rowsOf(options, page));
  return Buffer.concat(parts);
}

/** An Apple raster stream: file header, then header and rows of each page. */
export function makeUrf(options: RasterOptions): Buffer {
  const file = Buffer.alloc(12);
  file.write('UNIRAST\0', 'latin1');
  file.writeUInt32BE(options.claimedPages ?? options.pages, 8);
  const parts: Buffer[] = [file];
  for (let page = 1; page <= options.pages; page += 1) parts.push(urfHeader(options), rowsOf(options, page));
  return Buffer.concat(parts);
}

function measure({ size = a4, dpi = 50, space = 'srgb' }: RasterOptions) {
  const width = Math.round((size[0] * dpi) / 72);
  const height = Math.round((size[1] * dpi) / 72);
  return {
    size,
    dpi,
    width,
    height,
    ...spaces[space],
    rowOctets: Math.ceil((width * spaces[space].bits) / 8),
  };
}

function pwgHeader(options: RasterOptions): Buffer {
  const { size, dpi, width, height, bits, rowOctets, pwg } = measure(options);
  const header = Buffer.alloc(1_796);
  header.write('PwgRaster\0', 'latin1');
  const two = options.sides !== undefined && options.sides !== 'one-sided';
  const fields: readonly (readonly [at: number, value: number])[] = [
    [272, two ? 1 : 0],
    [276, dpi],
    [280, dpi],
    [340, options.copies ?? 0],
    [352, size[0]],
    [356, size[1]],
    [368, options.sides === 'two-sided-short-edge' ? 1 : 0],
    [372, width],
    [376, height],
    [384, Math.min(8, bits)],
    [388, bits],
    [392, rowOctets],
    [400, pwg],
    [420, Math.ceil(bits / 8)],
    [452, options.claimedPages ?? options.pages],
  ];
  for (const [at, value] of fields) header.writeUInt32BE(value, at);
  return header;
}

function urfHeader(options: RasterOptions): Buffer {
  const { dpi, width, height, bits, urf } = measure(options);
  const header = Buffer.alloc(32);
  const sides = { 'one-sided': 1, 'two-sided-short-edge': 2, 'two-sided-long-edge': 3 } as const;
  header[0] = bits;
  header[1] = urf;
  header[2] = options.sides === undefined ? 0 : sides[options.sides];
  header[3] = 4;
  header.writeUInt32BE(width, 12);
  header.writeUInt32BE(height, 16);
  header.writeUInt32BE(dpi, 20);
  return header;
}

/** White, a grey bar as a repeat, a literal run with the mark in it, noise if asked for, white to the end. */
function rowsOf(options: RasterOptions, page: number): Buffer {
  const { colour = false, noiseRows = 0 } = options;
  const { width, height, bits, white, grey, colour: coloured } = measure(options);
  const marked = typeof colour === 'boolean' ? colour : colour.includes(page);
  const units = bits < 8 ? Math.ceil((width * bits) / 8) : width;
  const whiteRow = fill(units, white);
  const marks = Buffer.concat([literal([grey, marked ? coloured : grey, grey]), fill(units - 3, white)]);
  const parts = [group(10, whiteRow), group(2, fill(units, grey)), group(1, marks)];
  for (let row = 0; row < noiseRows; row += 1) parts.push(group(1, noise(units, row, white.length)));
  for (let left = height - 13 - noiseRows; left > 0; left -= 256)
    parts.push(group(Math.min(256, left), whiteRow));
  return Buffer.concat(parts);
}

function group(rows: number, row: Buffer): Buffer {
  return Buffer.concat([Buffer.from([rows - 1]), row]);
}

function fill(units: number, unit: readonly number[]): Buffer {
  const runs: Buffer[] = [];
  for (let left = units; left > 0; left -= 128) runs.push(Buffer.from([Math.min(128, left) - 1, ...unit]));
  return Buffer.concat(runs);
}

function literal(units: readonly (readonly number[])[]): Buffer {
  return Buffer.from([257 - units.length, ...units.flat()]);
}

/** Grey noise in literal runs. */
function noise(units: number, row: number, unitOctets: number): Buffer {
  const runs: Buffer[] = [];
  for (let left = units; left > 0; left -= 128) {
    const count = Math.min(128, left);
    if (count === 1) runs.push(fill(1, new Array<number>(unitOctets).fill(7)));
    else {
      const pixel = (index: number) => new Array<number>(unitOctets).fill((index * 31 + row * 7) & 255);
      const ink = (values: number[]) => (unitOctets === 4 ? [0, 0, 0, values[0] ?? 0] : values);
      runs.push(literal(Array.from({ length: count }, (_, index) => ink(pixel(index)))));
    }
  }
  return Buffer.concat(runs);
}
