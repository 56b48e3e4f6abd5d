import {
  makeCups,
  makeJpeg,
  makePostscript,
  makePwg,
  makeText,
  makeUrf,
  octets,
} from '../../test/support/documents/index.ts';
import { deviceDocuments } from './device-documents.ts';
import { escapeStreams } from './escape-documents.ts';
import { pictureDocuments } from './picture-documents.ts';

/** A document of any length: what begins it, and a piece of whole pages that comes again and again. */
export interface StreamDocument {
  readonly name: string;
  /** What stands before so many octets of pages, where it says how many follow. */
  readonly head: Buffer | ((pagesOctets: number) => Buffer);
  readonly pages: Buffer;
  /** Octets that end it. */
  readonly tail: Buffer;
}

const a4 = { size: [595, 842], dpi: 150 } as const;

export const streamDocuments: readonly StreamDocument[] = [
  raster('PWG raster, noise', makePwg({ ...a4, pages: 1, noiseRows: 1_500 }), 4),
  raster('PWG raster, runs', makePwg({ ...a4, pages: 1 }), 4),
  raster('Apple raster, noise', makeUrf({ ...a4, pages: 1, noiseRows: 1_500 }), 12),
  cupsRaster('CUPS raster, RGB', 19, 24),
  cupsRaster('CUPS raster, grey', 18, 8),
  pcl('PCL, rows of 20 octets', 20),
  pcl('PCL, rows of 600 octets', 600),
  pclXl(),
  pjl(),
  postscript('PostScript, strings', '72 700 moveto (Some words of text that a page is made of) show\n'),
  postscript('PostScript, numbers', '12.5 733.25 m 14 60 l 1 0 0 1 99 4 c S\n'),
  postscript('PostScript, hexadecimal', `<${'0123456789abcdef'.repeat(16)}>\n`),
  ...escapeStreams,
  ...deviceDocuments,
  ...pictureDocuments,
  {
    name: 'plain text',
    head: Buffer.alloc(0),
    pages: Buffer.from(`${makeText({ pages: 20, lines: 60 }).toString()}\f`),
    tail: Buffer.from('end\n'),
  },
  {
    name: 'JPEG',
    head: makeJpeg({ dataOctets: 2_000 }).subarray(0, -2),
    pages: Buffer.from(Array.from({ length: 65_536 }, (_, at) => (at * 73) % 255)),
    tail: Buffer.from([0xff, 0xd9]),
  },
];

/** What stands before the first page header is not said again before the next. */
function raster(name: string, document: Buffer, headOctets: number): StreamDocument {
  const head = document.subarray(0, headOctets);
  return { name, head, pages: document.subarray(headOctets), tail: Buffer.alloc(0) };
}

/** A4 at 150 dpi, version 3: rows as they are. */
function cupsRaster(name: string, colourSpace: number, bitsPerPixel: number): StreamDocument {
  const [width, height] = [1_240, 1_754];
  const octetsPerRow = (width * bitsPerPixel) / 8;
  const colours = bitsPerPixel / 8;
  const fields = {
    372: width,
    376: height,
    388: bitsPerPixel,
    392: octetsPerRow,
    400: colourSpace,
    420: colours,
  };
  return raster(name, makeCups({ fields, rows: Buffer.alloc(octetsPerRow * height, 0x55) }), 4);
}

function pcl(name: string, rowOctets: number): StreamDocument {
  const row = Buffer.concat([Buffer.from(`\u001b*b${rowOctets}W`, 'latin1'), Buffer.alloc(rowOctets, 0x0c)]);
  const rows: Buffer[] = new Array<Buffer>(3_000).fill(row);
  return {
    name,
    head: Buffer.from('\u001bE\u001b&l26A', 'latin1'),
    pages: Buffer.concat([
      Buffer.from('\u001b*r1A', 'latin1'),
      ...rows,
      Buffer.from('\u001b*rC\f', 'latin1'),
    ]),
    tail: Buffer.from('\u001bE', 'latin1'),
  };
}

/** PCL in one job of PJL. */
function pjl(): StreamDocument {
  const { pages } = pcl('', 600);
  const head = octets('\u001b%-12345X@PJL\n@PJL ENTER LANGUAGE=PCL\n\u001bE\u001b&l26A');
  return { name: 'PJL round PCL', head, pages, tail: octets('\u001bE\u001b%-12345X') };
}

/** Conforming pages that are made of one line again and again. */
function postscript(name: string, line: string): StreamDocument {
  const document = makePostscript({ pages: 1, body: line.repeat(1_000) });
  const start = document.indexOf('%%Page:');
  const end = document.indexOf('%%Trailer');
  const prologue = document.slice(0, start).replace(/%%Pages:.*\n/, '%%Pages: (atend)\n');
  // Without a number in its trailer the document would end too early for its claim.
  const tail = document.slice(end < 0 ? document.length : end);
  return { name, head: octets(prologue), pages: octets(document.slice(start, end)), tail: octets(tail) };
}

/** Pages with a picture in 60 pieces of embedded data. */
function pclXl(): StreamDocument {
  const data = Buffer.alloc(20_000, 0x44);
  const length = Buffer.alloc(5);
  length[0] = 0xfa;
  length.writeUInt32LE(data.length, 1);
  const read = [Buffer.from([0xc1, 0, 0, 0xf8, 0x6d, 0xc1, 10, 0, 0xf8, 0x63, 0xb1]), length, data];
  const body = Array.from({ length: 60 }, () => read).flat();
  const begin = [0xc0, 1, 0xf8, 3, 0x6a, 0xc0, 2, 0xf8, 0x64, 0xc0, 0, 0xf8, 0x62];
  return {
    name: 'PCL XL',
    head: Buffer.concat([
      Buffer.from(') HP-PCL XL;2;0\n', 'latin1'),
      Buffer.from([0xc0, 0, 0xf8, 0x86, 0x41, 0xc0, 0, 0xf8, 0x88, 0x48]),
    ]),
    pages: Buffer.concat([
      Buffer.from([0xc0, 2, 0xf8, 0x25, 0x43, ...begin, 0xb0]),
      ...body,
      Buffer.from([0xb2, 0x44]),
    ]),
    tail: Buffer.from([0x49, 0x42]),
  };
}
