import { octets } from '../../test/support/documents/index.ts';
import type { StreamDocument } from './stream-documents.ts';

/** A row of 480 columns or octets that looks like what ends pages. */
const row = '\f\u001b@'.repeat(160);
const row16 = '\u00e0\u0001';
/** The same row in runs: 128 repeated, 100 as they are. */
const packed = `\u0081\f\u0063${'\f'.repeat(100)}`;

/** Languages of escapes and form feeds. */
export const escapeStreams: readonly StreamDocument[] = [
  page('ESC/P, text', '\u001b@', `${'The quick brown fox jumps over the lazy dog.\r\n'.repeat(60)}\f`, ''),
  page('ESC/P, columns', '\u001b@\u001b3\u0018', `${`\u001bK${row16}${row}\r\n`.repeat(60)}\f`, ''),
  // 60 rows of 228 octets.
  page(
    'ESC/P Raster',
    '\u001b@',
    `${`\u001bi\u0000\u0001\u0001\u00e4\u0000\u0001\u0000${packed}\r`.repeat(60)}\f`,
    '',
  ),
  page('Proprinter', '\u0011\u001b30', `${`\u001bK${row16}${row}\r\n`.repeat(60)}\f`, ''),
  page(
    'Canon BJ',
    '\u001b[K\u0002\u0000\u0000\u001fBJLSTART\nSetSilent=OFF\nBJLEND\n\u001b(b\u0001\u0000\u0001',
    `${`\u001b(A\u00e1\u0001K${row}\r\u001b(e\u0002\u0000\u0000\u0001`.repeat(60)}\f`,
    '',
  ),
  page(
    'ESC/Page',
    '\u001b\u0001@EJL \r\n@EJL SET QT=1 CO=1 DX=OFF\n@EJL EN LA=ESC/PAGE\n',
    `\u001drhE\u001d14psE${`\u001d480;32;32;0bi{I${row}`.repeat(60)}\f`,
    '\u001drhE\u001b\u0001@EJL \r\n',
  ),
  page(
    'LIPS',
    '\u001b%@\u009031;300;0Jlips3\u009c\u001b<\u009b11h\u009b14p\u009b1v',
    `${`\u009b480;4;300;9;32.r${row}\r`.repeat(60)}\f`,
    '\u00900J\u009c',
  ),
  page(
    'LBP-8',
    '',
    `\u001b;\u001bc\u001b;\u001b[2&z\u001b[14p${`\u001b[480;5;300;.r${row}`.repeat(60)}\u001b=`,
    '',
  ),
  page('ZPL', '', `^XA^FO5,5^FDone^FS^GFB,480,480,4,${row}^FS^PQ2^XZ\n`, ''),
  page('EPL2', '\n', `N\nq816\nGW0,1,480,1\n${row}\nA1,1,0,1,1,1,N,"x"\nP1,3\n`, ''),
  page(
    'DYMO',
    `${'\u001b'.repeat(85)}@`,
    `\u001bL\u0004\u001a\u001bD\u0048${`\u0016${'\f'.repeat(72)}`.repeat(60)}\u001bE`,
    '',
  ),
];

function page(name: string, head: string, pages: string, tail: string): StreamDocument {
  return { name, head: octets(head), pages: octets(pages), tail: octets(tail) };
}
