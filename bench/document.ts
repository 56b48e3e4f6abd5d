import { crc32 } from 'node:zlib';

/**
 * Documents for measurements: valid PDFs of any size, held as head, filler and tail, so that one of 2 GB needs no
 * memory. The second line carries a marker, rewritten for every job; what follows it is the same in all, so that a
 * receiver can tell a lost document from a doubled and from a damaged one.
 *
 *     %PDF-1.7
 *     %marker 00000042          eight digits at markerAt
 *     1 0 obj …                 from digestFrom: length and CRC are those of every copy
 */
export interface SyntheticDocument {
  readonly head: Buffer;
  readonly fillerOctets: number;
  readonly tail: Buffer;
  readonly octets: number;
  /** CRC-32 of everything from `digestFrom`. */
  readonly crc: number;
}

export interface DocumentSize {
  readonly octets: number;
  readonly pages: number;
}

const beforeMarker = '%PDF-1.7\n%marker ';
const markerDigits = 8;
export const digestFrom: number = beforeMarker.length + markerDigits + 1;

/** Written again and again: large enough that writing it costs no more than the copy, small enough to stay cached. */
const filler = makeFiller(262_144);

/** A PDF of about so many octets (a small page needs about 200 of its own) and exactly so many pages. */
export function makeDocument({ octets, pages }: DocumentSize): SyntheticDocument {
  const objects = objectsBeforeImage(pages);
  // Dictionary and end of the image, cross references (20 octets an object) and trailer.
  const around = 330 + 20 * (objects.length + 2);
  const written = objects.reduce((sum, object) => sum + object.length, 0);
  const width = 1_000;
  const height = Math.max(1, Math.floor((octets - digestFrom - written - around) / width));
  const fillerOctets = width * height;
  const image =
    `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} ` +
    `/ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${fillerOctets} >>\nstream\n`;
  const numbered = [...objects, image].map((body, index) => `${index + 1} 0 obj\n${body}`);
  const offsets: number[] = [];
  let head = `${beforeMarker}${'0'.repeat(markerDigits)}\n`;
  for (const object of numbered) {
    offsets.push(head.length);
    head += object;
  }
  const end = '\nendstream\nendobj\n';
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const tail =
    `${end}xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table}` +
    `trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\n` +
    `startxref\n${head.length + fillerOctets + end.length}\n%%EOF\n`;
  const parts = { head: Buffer.from(head, 'latin1'), fillerOctets, tail: Buffer.from(tail, 'latin1') };
  return {
    ...parts,
    octets: parts.head.length + fillerOctets + parts.tail.length,
    crc: digestOf(parts),
  };
}

/** Catalog, page tree, font, then each page with its content; the image that fills the file comes last. */
function objectsBeforeImage(pages: number): readonly string[] {
  const firstPage = 4;
  const image = firstPage + 2 * pages;
  const kids = Array.from({ length: pages }, (_, index) => `${firstPage + 2 * index} 0 R`).join(' ');
  const page = (index: number): readonly string[] => {
    const text = `0 g BT /F1 24 Tf 72 720 Td (Page ${index + 1}) Tj ET\n`;
    const content = index === 0 ? `${text}q 400 0 0 400 72 200 cm /Im0 Do Q\n` : text;
    return [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${firstPage + 2 * index + 1} 0 R ` +
        `/Resources << /Font << /F1 3 0 R >> /XObject << /Im0 ${image} 0 R >> >> >>\nendobj\n`,
      `<< /Length ${content.length} >>\nstream\n${content}endstream\nendobj\n`,
    ];
  };
  return [
    '<< /Type /Catalog /Pages 2 0 R >>\nendobj\n',
    `<< /Type /Pages /Count ${pages} /Kids [${kids}] >>\nendobj\n`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n',
    ...Array.from({ length: pages }, (_, index) => page(index)).flat(),
  ];
}

/** Writes the number of a job over the marker in `head`, which stands at `at` in the buffer. */
export function writeMarker(buffer: Buffer, marker: number, at = 0): void {
  buffer.write(String(marker).padStart(markerDigits, '0'), at + beforeMarker.length, 'latin1');
}

/** The marker of a document that begins with these octets; NaN when it is none of ours. */
export function readMarker(head: Buffer): number {
  if (head.toString('latin1', 0, beforeMarker.length) !== beforeMarker) return Number.NaN;
  return Number(head.toString('latin1', beforeMarker.length, beforeMarker.length + markerDigits));
}

/** The document piece by piece, in buffers that must not be changed. */
export function* piecesOf({
  head,
  fillerOctets,
  tail,
}: Pick<SyntheticDocument, 'head' | 'fillerOctets' | 'tail'>): Generator<Buffer> {
  yield head;
  for (let left = fillerOctets; left > 0; left -= filler.length) {
    yield left >= filler.length ? filler : filler.subarray(0, left);
  }
  yield tail;
}

function digestOf(parts: Pick<SyntheticDocument, 'head' | 'fillerOctets' | 'tail'>): number {
  let crc = 0;
  let skip = digestFrom;
  for (const piece of piecesOf(parts)) {
    crc = crc32(piece.subarray(skip), crc);
    skip = 0;
  }
  return crc;
}

/** Octets above 127 only: no token of the PDF syntax can arise in them. */
function makeFiller(octets: number): Buffer {
  const buffer = Buffer.alloc(octets);
  let state = 1;
  for (let index = 0; index < octets; index += 1) {
    // The generator of ANSI C's example (ISO/IEC 9899 §7.22.2); its upper bits are the better ones.
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    buffer[index] = 0x80 | (state >>> 24);
  }
  return buffer;
}
