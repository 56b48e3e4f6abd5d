import { deflateSync, gzipSync } from 'node:zlib';
import { makeBmp } from './bmp.ts';
import { makeCups } from './cups-raster.ts';
import {
  type DeviceLanguage,
  deviceJob,
  deviceLanguages,
  makeZjStream,
  octets,
  pjlJob,
  zjDialects,
} from './devices.ts';
import { makeDvi } from './dvi.ts';
import { escapeDocuments } from './escapes.ts';
import { makeJpeg } from './jpeg.ts';
import { makePdf } from './pdf.ts';
import { makePng, pngChunk } from './png.ts';
import { makePostscript } from './postscript.ts';
import { makePwg, makeUrf } from './raster.ts';
import { makeText } from './text.ts';
import { makeXps, printTicket } from './xps.ts';
import { makeZip } from './zip.ts';

/** Small documents of one format. */
export interface Samples {
  /** Where the format has no mark of its end, a part of a document is a document with fewer pages. */
  readonly endless?: true;
  /** A part of one of them is a document by itself, with as many pages. */
  readonly part?: number;
  /** The first is counted as `pages`; the others are there for the variety of what they hold. */
  readonly pages: number | 'unknown';
  readonly documents: readonly Buffer[];
}

/** Every format that is looked into, by its media type; a new one joins by a row, and a test asks for it. */
export const samples: Readonly<Record<string, Samples>> = {
  'application/gzip': { pages: 2, documents: [gzipSync(makePdf({ pages: 2 }))] },
  'application/vnd.hp-PJL': {
    pages: 3,
    documents: [
      pjlJob('PCL', octets('\u001bEone\ftwo\fthree\u001bE'), ['COPIES=2']),
      pjlJob('PDF', makePdf({ pages: 2 })),
      pjlJob('POSTSCRIPT', Buffer.from(makePostscript({ pages: 2 })), ['QTY=2']),
    ],
  },
  'application/vnd.hp-PCL': {
    endless: true,
    pages: 2,
    documents: [
      octets('\u001bE\u001b&l26a2X\u001b*t300R\u001b*r1A\u001b*b5W\f\f\f\f\f\u001b*rC\ftwo\u001bE'),
      octets(
        '\u001bE\u001b*g20W\x06\x1f\0\x02\x02\x58\x02\x58\x09\0\x01\x01\x02\x58\x02\x58\x0a\x01\x20\x01\u001b*r1A\u001b*b0V\u001b*b4W\0\x3f\x3f\xbf\u001b*b3V\x0f\x0f\x0f\u001b*b6W\x80\xe3\x1c\x48\xa1\xc1\u001b*rC\f\u001bE',
      ),
      octets(
        '\u001bE\u001b&f1y0Xmacro\u001b&f1X\u001b&f1y2X\f\u001b%0BIN;SP1;PD9,9;LBx\f\u0003;\u001b%0A\u001bE',
      ),
    ],
  },
  'application/postscript': {
    pages: 3,
    documents: [
      Buffer.from(
        makePostscript({ pages: 3, prologue: '/eop{showpage}bind def<</NumCopies 2>>setpagedevice' }),
      ),
      Buffer.from(
        makePostscript({ pages: 2, body: 'save/showpage{}def\n%%BeginData: 4\n(<{%\n%%EndData\nrestore' }),
      ),
    ],
  },
  'application/PCLm': { pages: 2, documents: [Buffer.from(pclm(makePdf({ pages: 2 })), 'latin1')] },
  'application/pdf': {
    pages: 3,
    part: 2,
    documents: [
      makePdf({ pages: 3 }),
      makePdf({ pages: 9, layout: 'xref-stream', fanOut: 3 }),
      makePdf({ pages: 9, layout: 'object-streams', fanOut: 3, colour: [2] }),
      makePdf({ pages: 4, layout: 'object-streams', encryption: 'empty-password' }),
      Buffer.concat([makePdf({ pages: 2 }), makePdf({ pages: 1 })]),
    ],
  },
  'image/pwg-raster': {
    endless: true,
    pages: 2,
    documents: [makePwg({ pages: 2, size: [72, 72], colour: [2], noiseRows: 4 })],
  },
  'application/vnd.cups-raster': {
    endless: true,
    pages: 2,
    documents: (['RaS3', '2SaR', 'tSaR'] as const).map((magic) => makeCups({ magic, pages: 2 })),
  },
  'image/urf': {
    endless: true,
    pages: 3,
    documents: [makeUrf({ pages: 3, size: [72, 72], space: 'cmyk', noiseRows: 4 })],
  },
  'application/vnd.hp-PCLXL': { pages: 2, documents: [pclXl()] },
  ...Object.fromEntries(deviceLanguages.map((each) => [each.format, deviceSamples(each)])),
  ...Object.fromEntries(escapeDocuments.map(([format]) => [format, escapes(format)])),
  'image/jpeg': { pages: 1, documents: [makeJpeg()] },
  'image/tiff': { pages: 2, documents: [tiff(2)] },
  'image/png': { pages: 1, documents: [png(0), png(2)] },
  'image/gif': { pages: 1, documents: [gif()] },
  'image/bmp': { pages: 1, documents: [makeBmp()] },
  'image/webp': { pages: 1, documents: [webp()] },
  'image/x-portable-anymap': {
    endless: true,
    pages: 2,
    documents: [octets('P4 9 2\nabcdP6 2 1 255\nabcdef'), octets('P1\n# a comment\n3 2\n1 0 1\n010\n')],
  },
  'application/zip': {
    pages: 6,
    documents: [
      makeXps({ documents: [1, 2, 3], tickets: { '': printTicket({ JobCopiesAllDocuments: 2 }) } }),
      makeXps({ stored: true, descriptors: true, content: '<Path Fill="#FF0000"/>' }),
      makeXps({ large: true, noDirectory: true }),
      makeZip(
        [
          ['mimetype', 'application/vnd.oasis.opendocument.presentation'],
          [
            'content.xml',
            '<x xmlns:d="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><d:page/><d:page/></x>',
          ],
        ],
        { stored: true },
      ),
    ],
  },
  'application/x-ole-storage': { pages: 'unknown', documents: [ole()] },
  'application/x-dvi': { pages: 3, documents: [makeDvi(3)] },
  'text/plain': { endless: true, pages: 3, documents: [makeText({ pages: 3, lineEnd: '\r\n' })] },
};

function deviceSamples(language: DeviceLanguage): Samples {
  const documents = [deviceJob(language, { pages: 2, copies: 2 })];
  if (language.name === 'ZjStream') documents.push(makeZjStream(zjDialects.zjstreamLittle, { pages: 2 }));
  return { pages: 2, documents, ...(language.endless === true ? { endless: true } : {}) };
}

function escapes(format: string): Samples {
  const documents = escapeDocuments.flatMap(([other, document]) =>
    other === format ? [octets(document)] : [],
  );
  return { endless: true, pages: 1, documents };
}

/** The second line of a PDF is a comment; that of a PCLm says what it is, in as many octets. */
function pclm(pdf: Buffer): string {
  const text = pdf.toString('latin1');
  return text.replace(/^(%PDF-[^\n]*\n)%[^\n]*\n/, '$1%PCLm 1.0\n');
}

/** Two pages, one with a picture that looks like the end of a page. */
function pclXl(): Buffer {
  const page = (...body: readonly number[]) => [0xc0, 2, 0xf8, 0x25, 0x43, ...body, 0x44];
  const grey = [0xc0, 1, 0xf8, 3, 0x6a, 0xc0, 90, 0xf8, 9, 0x63, 0xe0, 1, 1, 9, 9, 0xf8, 0x42, 0xa0];
  const picture = [
    0xb0, 0xc1, 0, 0, 0xf8, 0x6d, 0xc1, 1, 0, 0xf8, 0x63, 0xb1, 0xfa, 4, 0, 0, 0, 68, 68, 68, 68,
  ];
  return Buffer.concat([
    octets(') HP-PCL XL;2;0;Comment test\n'),
    Buffer.from([0xc0, 0, 0xf8, 0x86, 0x41, ...page(...grey), ...page(...picture, 0xb2), 0x49, 0x42]),
  ]);
}

/** Directories behind each other, each with a pixel in itself. */
function tiff(pages: number): Buffer {
  const directories = Array.from({ length: pages }, (_, index) => {
    const tags = [
      [256, 3, 1, 1],
      [257, 3, 1, 1],
      [258, 3, 1, 8],
      [262, 3, 1, 1],
      [273, 4, 1, 8],
      [279, 4, 1, 1],
    ] as const;
    const directory = Buffer.alloc(2 + 12 * tags.length + 4);
    directory.writeUInt16LE(tags.length, 0);
    for (const [at, [tag, type, count, value]] of tags.entries()) {
      directory.writeUInt16LE(tag, 2 + 12 * at);
      directory.writeUInt16LE(type, 4 + 12 * at);
      directory.writeUInt32LE(count, 6 + 12 * at);
      directory.writeUInt32LE(value, 10 + 12 * at);
    }
    const next = index + 1 === pages ? 0 : 12 + (index + 1) * directory.length;
    directory.writeUInt32LE(next, directory.length - 4);
    return directory;
  });
  return Buffer.concat([octets('II*\0\u000c\0\0\0pix\0'), ...directories]);
}

function png(colourType: number): Buffer {
  const rows = deflateSync(Buffer.alloc(4 * (1 + 4 * (colourType === 2 ? 3 : 1))));
  return makePng({ colourType }, pngChunk('IDAT', rows));
}

function gif(): Buffer {
  const palette = [0, 0, 0, 255, 255, 255];
  const frame = [0x2c, 0, 0, 0, 0, 4, 0, 4, 0, 0, 2, 3, 0x3b, 0x2c, 0x21, 1, 0x3b, 0];
  return Buffer.from([...octets('GIF89a'), 4, 0, 4, 0, 0x80, 0, 0, ...palette, ...frame, 0x3b]);
}

function webp(): Buffer {
  const start = octets('RIFF\0\0\0\0WEBPVP8 ');
  const data = Buffer.alloc(36);
  data.writeUInt32LE(32, 0);
  start.writeUInt32LE(8 + data.length, 4);
  return Buffer.concat([start, data]);
}

/** A directory with one stream. */
function ole(): Buffer {
  const file = Buffer.alloc(4 * 512);
  file.writeUInt32BE(0xd0cf_11e0, 0);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  file.fill(0xff, 76, 512);
  file.writeUInt32LE(0, 76);
  for (const [index, name] of ['Root Entry', 'WordDocument'].entries()) {
    file.write(name, 1_024 + 128 * index, 'utf16le');
    file.writeUInt16LE(name.length * 2 + 2, 1_024 + 128 * index + 64);
  }
  file.writeUInt32LE(0xffff_fffe, 512 + 4);
  return file;
}
