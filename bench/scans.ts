import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { countFile } from '../src/documents/count-file.ts';
import { createDocumentCounters, defaultCountLimits } from '../src/documents/index.ts';

/**
 * What it costs to tell the colour of scans in a PDF, beside Ghostscript drawing them at 36 dpi: CPU of this process with
 * its workers, warm, and of the whole process of Ghostscript. The better of two runs of each.
 */
const pages = 5;
const pointsWide = 595;
const pointsHigh = 842;

/** Lines of text in greys and a ramp; with colour a red square near the end of the page. */
function program(coloured: boolean): string {
  const square = coloured ? '0.9 0.1 0.1 setrgbcolor 300 60 40 40 rectfill' : '';
  return `%!
/Helvetica findfont 11 scalefont setfont
0 1 60 { dup 12 mul 780 exch sub 50 exch moveto 5 mul 100 mod 100 div 0.6 mul setgray
(The quick brown fox jumps over the lazy dog and scans look like this line of text.) show } for
0 1 39 { dup 40 div setgray 10 mul 60 add 20 8 40 rectfill } for
${square} showpage\n`;
}

interface Scan {
  readonly width: number;
  readonly height: number;
  readonly filter: 'DCTDecode' | 'FlateDecode';
  readonly data: Buffer;
}

function scanOf(
  folder: string,
  { dpi, jpeg, coloured }: { dpi: number; jpeg: boolean; coloured: boolean },
): Scan {
  const width = Math.floor((dpi * pointsWide) / 72);
  const height = Math.floor((dpi * pointsHigh) / 72);
  const source = join(folder, 'page.ps');
  const file = join(folder, 'page.out');
  writeFileSync(source, program(coloured));
  const device = jpeg ? ['-sDEVICE=jpeg', '-dJPEGQ=85'] : ['-sDEVICE=ppmraw'];
  const size = [`-r${dpi}`, `-g${width}x${height}`, '-dTextAlphaBits=4', `-sOutputFile=${file}`];
  const run = spawnSync('gs', ['-q', '-dSAFER', '-dBATCH', '-dNOPAUSE', ...device, ...size, source]);
  if (run.status !== 0) throw new Error('Ghostscript is needed to make the scans.');
  const drawn = readFileSync(file);
  if (jpeg) return { width, height, filter: 'DCTDecode', data: drawn };
  return { width, height, filter: 'FlateDecode', data: deflateSync(drawn.subarray(-width * height * 3)) };
}

function writePdf(path: string, { width, height, filter, data }: Scan): void {
  const file = openSync(path, 'w');
  let octets = 0;
  const places: number[] = [];
  const write = (part: string | Buffer) => {
    octets += writeSync(file, typeof part === 'string' ? Buffer.from(part, 'latin1') : part);
  };
  const object = (dictionary: string, stream?: Buffer) => {
    places.push(octets);
    const length = stream === undefined ? '' : `/Length ${stream.length}`;
    write(`${places.length} 0 obj\n<<${dictionary}${length}>>\n`);
    if (stream !== undefined) {
      write('stream\n');
      write(stream);
      write('\nendstream\n');
    }
    write('endobj\n');
  };
  write('%PDF-1.4\n');
  object('/Type/Catalog/Pages 2 0 R');
  const kids = Array.from({ length: pages }, (_, index) => `${3 + index * 3} 0 R`);
  object(`/Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]`);
  const box = `/MediaBox[0 0 ${pointsWide} ${pointsHigh}]`;
  const image = `/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/${filter}`;
  for (let page = 0; page < pages; page += 1) {
    const number = 3 + page * 3;
    const resources = `/Resources<</XObject<</I ${number + 2} 0 R>>>>`;
    object(`/Type/Page/Parent 2 0 R${box}/Contents ${number + 1} 0 R${resources}`);
    object('', Buffer.from(`${pointsWide} 0 0 ${pointsHigh} 0 0 cm /I Do`));
    object(image, data);
  }
  const table = octets;
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`);
  write(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${entries.join('')}`);
  write(`trailer\n<</Size ${places.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
  closeSync(file);
}

const generous = { workerTimeMs: 60_000, drawTimeMs: 60_000 };
const counters = createDocumentCounters({ ...defaultCountLimits, ...generous });

async function ownMs(path: string): Promise<{ readonly ms: number; readonly answer: string }> {
  const wishing = { counter: (announced?: string) => counters.counter(announced, { colour: true }) };
  const before = process.cpuUsage();
  const count = await countFile(path, wishing, undefined, new AbortController().signal);
  const { user, system } = process.cpuUsage(before);
  const answer = count.kind === 'counted' ? String(count.runs[0]?.colour) : count.why;
  return { ms: (user + system) / 1_000, answer };
}

/** CPU of one whole run, as the shell's `times` tells it of its children. */
function ghostscriptMs(path: string): number {
  const command = 'gs -q -dSAFER -dBATCH -dNOPAUSE -sDEVICE=ppmraw -r36 -o /dev/null "$1"; times';
  const { stdout } = spawnSync('sh', ['-c', command, 'sh', path], { encoding: 'utf8' });
  const [, children = ''] = stdout.trim().split('\n').slice(-2);
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1_000,
    0,
  );
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'platen-scans-'));
  try {
    for (const jpeg of [true, false]) {
      for (const dpi of [300, 600]) {
        for (const coloured of [false, true]) await measure(folder, { dpi, jpeg, coloured });
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
    await counters.close();
  }
}

async function measure(folder: string, kind: Parameters<typeof scanOf>[1]): Promise<void> {
  const path = join(folder, 'scan.pdf');
  writePdf(path, scanOf(folder, kind));
  await ownMs(path);
  const own = [await ownMs(path), await ownMs(path)];
  const best = Math.min(...own.map(({ ms }) => ms)) / pages;
  const theirs = Math.min(ghostscriptMs(path), ghostscriptMs(path)) / pages;
  const name = `${kind.jpeg ? 'JPEG' : 'Flate'}, ${kind.dpi} dpi, colour ${own[0]?.answer ?? ''}`;
  const figures = `${best.toFixed(0)} ms a page, Ghostscript ${theirs.toFixed(0)}: ${(best / theirs).toFixed(2)} ×`;
  process.stdout.write(`${name.padEnd(30)}${figures}\n`);
}

await main();
