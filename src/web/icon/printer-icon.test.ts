import { crc32, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { drawPrinterIcon, iconSizes } from './printer-icon.ts';

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

function chunksOf(png: Buffer): readonly Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const typed = png.subarray(at + 4, at + 8 + length);
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(typed));
    chunks.push({ type: typed.toString('latin1', 0, 4), data: typed.subarray(4) });
    at += 12 + length;
  }
  return chunks;
}

test.each(iconSizes)('the icon of %d pixels is a square PNG with sound checksums', (side) => {
  const png = drawPrinterIcon(side);
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const [header, data, end] = chunksOf(png);
  expect([header?.type, data?.type, end?.type]).toEqual(['IHDR', 'IDAT', 'IEND']);
  expect([header?.data.readUInt32BE(0), header?.data.readUInt32BE(4)]).toEqual([side, side]);
  expect(inflateSync(data!.data)).toHaveLength(side * (side * 4 + 1));
});

test('its corners are clear and its middle is not', () => {
  const pixels = inflateSync(chunksOf(drawPrinterIcon(48))[1]!.data);
  const alphaAt = (row: number, column: number): number => pixels[row * (48 * 4 + 1) + 1 + column * 4 + 3]!;
  expect([alphaAt(0, 0), alphaAt(47, 47), alphaAt(24, 24)]).toEqual([0, 0, 255]);
});

test('the same picture is the same octets', () => {
  expect(drawPrinterIcon(48).equals(drawPrinterIcon(48))).toBe(true);
});
