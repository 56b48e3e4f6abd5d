export interface JpegOptions {
  /** 1 grey, 3 colour, 4 CMYK; 3 unless said. */
  readonly components?: 1 | 3 | 4;
  readonly width?: number;
  readonly height?: number;
  /** Octets of entropy-coded data; 500 unless said. */
  readonly dataOctets?: number;
}

/** A JPEG with all its markers; its picture is noise, with FF 00 and restart markers in it. */
export function makeJpeg(options: JpegOptions = {}): Buffer {
  const { components = 3, width = 64, height = 64, dataOctets = 500 } = options;
  const frame = [8, height >> 8, height & 255, width >> 8, width & 255, components];
  const scan: number[] = [components];
  for (let component = 1; component <= components; component += 1) {
    frame.push(component, 0x11, 0);
    scan.push(component, 0);
  }
  const data: number[] = [];
  for (let at = 0; data.length < dataOctets; at += 1) {
    const octet = (at * 73 + 11) & 255;
    data.push(octet, ...(octet === 0xff ? [0] : []));
    if (at % 100 === 99) data.push(0xff, 0xd0 + (at % 8));
  }
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 1, 0, 72, 0, 72, 0, 0]),
    // A thumbnail inside a segment must not be taken for the picture.
    segment(0xe1, [...Buffer.from('Exif\0\0'), 0xff, 0xd8, 0xff, 0xc0, 0, 8, 8, 0, 1, 0, 1, 1, 0xff, 0xd9]),
    segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    segment(0xc0, frame),
    segment(0xc4, [0, ...new Array<number>(16).fill(0)]),
    segment(0xda, [...scan, 0, 63, 0]),
    Buffer.from(data),
    Buffer.from([0xff, 0xd9]),
  ]);
}

function segment(marker: number, body: readonly number[]): Buffer {
  const length = body.length + 2;
  return Buffer.from([0xff, marker, length >> 8, length & 255, ...body]);
}
