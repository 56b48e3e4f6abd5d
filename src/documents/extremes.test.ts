import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import {
  assemblePdf,
  countOctets,
  deviceJob,
  deviceLanguages,
  le32,
  makeCups,
  makePdf,
  makePng,
  makePostscript,
  makePwg,
  makeText,
  makeUrf,
  makeXps,
  makeZip,
  octets,
  pjlJob,
  pngChunk,
  printTicket,
} from '../../test/support/documents/index.ts';
import type { PageCount } from '../model/page-count.ts';
import { createDocumentCounters } from './count.ts';
import { defaultCountLimits } from './limits.ts';

const counters = createDocumentCounters({
  ...defaultCountLimits,
  // Time is no limit that is tried here; a busy machine takes long to start a worker.
  workerTimeMs: 60_000,
  ghostscript: { ...defaultCountLimits.ghostscript, program: 'off' },
});
afterAll(() => counters.close());

const most = 2_147_483_647;
const pcl = octets('\u001bEpage\f\u001bE');

describe('2^31 copies', () => {
  it.each<readonly [string, Buffer]>([
    ['PCL', octets(`\u001bE\u001b&l${most}Xpage\f\u001bE`)],
    ['COPIES of PJL', pjlJob('PCL', pcl, [`COPIES=${most}`])],
    ['QTY of PJL', pjlJob('PCL', pcl, [`QTY=${most}`])],
    ['PWG raster', makePwg({ pages: 1, size: [72, 72], copies: most })],
    ['CUPS raster', makeCups({ fields: { 340: most } })],
    ['PCL XL', pclXlPage(most)],
    ['XPS', makeXps({ tickets: { '': printTicket({ JobCopiesAllDocuments: most }) } })],
    ['ZPL', octets(`^XA^FDx^FS^PQ${most}^XZ`)],
    ['EPL2', octets('\nN\nq816\nA1,1,0,1,1,1,N,"x"\nP65535,32768\n')],
    ['EJL', octets(`\u001b\u0001@EJL \n@EJL SET CO=${most}\n@EJL EN LA=ESC/PAGE\n\u001d1;32bi{I\f\f`)],
    ['ESC/Page', octets(`\u001bS\u001b\u001bS\u001c\u001d${most}coO\f`)],
    ['LIPS', octets(`\u001b%@\u009031;300;0Jlips3\u009c\u009b${most}vtext\f`)],
    ...deviceLanguages
      .filter(({ name }) => ['ZjStream', 'SLX', 'XQX', 'OAKT', 'SPL1', 'DDST'].includes(name))
      .map((each): [string, Buffer] => [each.name, deviceJob(each, { pages: 1, copies: most })]),
  ])('in %s are refused by name', async (_, document) => {
    expect(await countOctets(counters, document)).toMatchObject({ kind: 'unknown', why: 'limit:copies' });
  });

  it.each([`<</NumCopies ${most}>>setpagedevice`, `/#copies ${most} def`])(
    'by the program %s are not taken for one',
    async (prologue) => {
      const document = octets(makePostscript({ pages: 1, prologue }));
      expect(await countOctets(counters, document)).toMatchObject({ kind: 'unknown' });
    },
  );
});

/** A session of one page whose EndPage asks for copies. */
function pclXlPage(copies: number): Buffer {
  const asked = Buffer.concat([Buffer.from([0xc2]), le32(copies), Buffer.from([0xf8, 0x31])]);
  const session = [Buffer.from([0x41, 0x43]), asked, Buffer.from([0x44, 0x42])];
  return Buffer.concat([octets(') HP-PCL XL;2;0\n'), ...session]);
}

describe('2^31 pages that are only said', () => {
  const odt = (pages: number) =>
    makeZip([
      ['mimetype', 'application/vnd.oasis.opendocument.text'],
      [
        'meta.xml',
        `<m xmlns:t="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><t:document-statistic t:page-count="${pages}"/></m>`,
      ],
    ]);

  it.each([
    ['/Count', makePdf({ pages: 2, claimedPages: most })],
    ['TotalPageCount of PWG raster', makePwg({ pages: 2, size: [72, 72], claimedPages: most })],
    ['the header of Apple raster', makeUrf({ pages: 2, size: [72, 72], claimedPages: most })],
  ])('by %s are not believed', async (_, document) => {
    expect(await countOctets(counters, document)).toMatchObject({ kind: 'counted', pages: 2 });
  });

  it('by %%Pages leave a document that has two unknown', async () => {
    const document = octets(makePostscript({ pages: 2, claim: String(most), trailer: '' }));
    const count = await countOctets(counters, document);
    expect(count.kind === 'counted' ? count.pages : count.kind).not.toBe(most);
  });

  it('by an office program are refused beyond what IPP can say', async () => {
    expect(await countOctets(counters, odt(most + 1))).toMatchObject({ why: 'limit:pages' });
    expect(await countOctets(counters, odt(most))).toMatchObject({ pages: most, confidence: 'declared' });
  });
});

/** One node, and nothing in its pages. */
function pdfOf(pages: number): Buffer {
  const numbers = Array.from({ length: pages }, (_, index) => index + 3);
  const kids = numbers.map((number) => `${number} 0 R`).join(' ');
  const leaves = Object.fromEntries(numbers.map((number) => [number, '<</Type/Page>>']));
  return assemblePdf({ objects: { 1: '<</Pages 2 0 R>>', 2: `<</Kids[${kids}]>>`, ...leaves } });
}

describe('100 000 pages', () => {
  const many = 100_000;

  it.each<readonly [string, () => Buffer]>([
    ['a PDF', () => pdfOf(many)],
    ['PCL', () => octets(`\u001bE${'x\f'.repeat(many)}\u001bE`)],
    ['text', () => makeText({ pages: many, lines: 1 })],
    ['PostScript', () => octets(makePostscript({ pages: many }))],
    ['CUPS raster', () => makeCups({ magic: 'tSaR', pages: many })],
    ['ESC/P', () => octets(`\u001b@${'\u001bK\u0001\u0000\f\f'.repeat(many)}`)],
    ...deviceLanguages
      .filter(({ name }) => name === 'XQX' || name === 'HBP' || name === 'SFF')
      .map((each): [string, () => Buffer] => [each.name, () => deviceJob(each, { pages: many })]),
  ])('of %s are counted one by one', { timeout: 60_000 }, async (_, make) => {
    expect(await countOctets(counters, make(), { chunks: [65_536] })).toMatchObject({
      kind: 'counted',
      pages: many,
    });
  });
});

/** Counts a document of `head`, then so many octets that are all the same, then `tail`, made while it is pushed. */
async function countLong(head: Buffer, filling: number, tail: Buffer): Promise<PageCount> {
  const counter = counters.counter();
  const piece = Buffer.alloc(64 * 1_048_576);
  counter.push(head);
  for (let left = filling; left > 0; left -= piece.length)
    counter.push(piece.subarray(0, Math.min(left, piece.length)));
  counter.push(tail);
  const octetsInAll = head.length + filling + tail.length;
  return counter.finish({ octets: octetsInAll }, new AbortController().signal);
}

describe('documents beyond 4 GiB', () => {
  const width = 1_000_000;
  const height = 4_400;
  const grey = { 372: width, 376: height, 384: 8, 388: 8, 392: width, 400: 18, 420: 1 };

  it('are counted past 32 bits of octets in rows as they are', async () => {
    const whole = makeCups({ fields: grey, rows: Buffer.alloc(0) });
    const count = await countLong(whole, width * height, whole.subarray(4));
    // The second page has no rows.
    expect(count).toMatchObject({ kind: 'unknown', why: 'incomplete', seen: 1 });
    expect(await countLong(whole, width * height, Buffer.alloc(0))).toMatchObject({ pages: 1 });
  });

  it('are counted where rows unfold to as much', async () => {
    const runs = Math.floor(width / 128);
    const rest = width - runs * 128;
    const row = [...Array.from({ length: runs }, () => [127, 0x42]).flat(), rest - 1, 0x42];
    const group = (rows: number) => Buffer.from([rows - 1, ...row]);
    const groups = Array.from({ length: Math.floor(height / 256) }, () => group(256));
    const rows = Buffer.concat([...groups, group(height % 256)]);
    const raster = makeCups({ magic: 'RaS2', pages: 2, fields: grey, rows });
    expect(await countOctets(counters, raster, { chunks: [65_536] })).toMatchObject({ pages: 2 });
  });
});

describe('data that unfolds without measure', () => {
  /** Zeros unfold to a thousand times their length. */
  const bomb = (mebioctets: number) =>
    deflateSync(Buffer.alloc(mebioctets * 1_048_576), { level: constants.Z_BEST_SPEED });

  it('in object streams of a PDF leaves it unknown, and the worker alive', async () => {
    const packed = bomb(64).toString('latin1');
    const stream = `<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length ${packed.length}>>stream\n${packed}\nendstream`;
    const objects = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [index + 3, stream]));
    const pdf = assemblePdf({ objects: { 1: '<</Pages 2 0 R>>', 2: '<</Kids[99 0 R]>>', ...objects } });
    const count = await countOctets(counters, pdf);
    expect(count.kind).toBe('unknown');
    expect(count).not.toMatchObject({ why: 'worker-failed' });
  });

  it('in the pixels of a PNG leaves the colour open, and the page counted', async () => {
    const header = { width: 4_000, height: 4_000, colourType: 2 };
    const png = makePng(header, ...Array.from({ length: 4 }, () => pngChunk('IDAT', bomb(64))));
    const count = await countOctets(counters, png, { wish: { colour: true } });
    expect(count).toMatchObject({ kind: 'counted', pages: 1 });
  });

  it('in a package within a package is not unfolded twice', async () => {
    const inner = makeZip([['zeros', Buffer.alloc(4_000_000)]]);
    const outer = makeZip([['inner.zip', Buffer.concat([inner, deflateRawSync(inner)])]]);
    expect(await countOctets(counters, outer)).toMatchObject({ kind: 'unknown', why: 'unsupported' });
  });
});
