import { crc32, deflateSync } from 'node:zlib';

/**
 * Writes a PNG of 8-bit RGBA (PNG specification, third edition, §5 and §11):
 *
 *     89 50 4E 47 0D 0A 1A 0A   IHDR   IDAT   IEND
 *     chunk: length (4) type (4) data CRC-32 of type and data (4)
 *
 * The same pixels always give the same octets.
 */
export function encodePng(
  size: { readonly width: number; readonly height: number },
  rgba: Uint8Array,
): Buffer {
  const { width, height } = size;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a sample, colour type 6 (RGBA), deflate, adaptive filters, not interlaced.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(filtered(rgba, width * 4), { level: 9 });
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Every row begins with its filter; 0 is none. */
function filtered(rgba: Uint8Array, rowOctets: number): Buffer {
  const rows = rgba.length / rowOctets;
  const out = Buffer.alloc(rgba.length + rows);
  for (let row = 0; row < rows; row += 1) {
    out.set(rgba.subarray(row * rowOctets, (row + 1) * rowOctets), row * (rowOctets + 1) + 1);
  }
  return out;
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
