import type { DocumentPart } from '../../counter.ts';
import { octetsOf } from '../pdf/render/octet-reader.ts';

/** A page that is nothing but a picture; lengths in pixels. */
export interface PdfPicture {
  readonly width: number;
  readonly height: number;
  readonly images: readonly PdfImage[];
}

/** A part of a picture. */
export interface PdfImage {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** What its dictionary has besides its size and length. */
  readonly entries: string;
  readonly data: readonly DocumentPart[];
}

/** As long as A4: what pages are drawn at for their colour shows as much of a picture as of any page. */
const longSidePoints = 842;
/** A page is drawn at 36 dpi: more points than this a pixel would only repeat it. */
const pointsPerPixelMax = 2;

/**
 * A PDF that shows pictures, one a page, as they lie in a document: filters of PDF are those of TIFF and JPEG. It is never put
 * together; whoever draws it reads the parts.
 *
 *     1 catalog  2 page tree  then for each page: itself, its content, its images
 */
export function pdfOfPictures(pictures: readonly PdfPicture[]): readonly DocumentPart[] {
  const writer = new PartWriter();
  const firsts: number[] = [];
  let next = 3;
  for (const { images } of pictures) {
    firsts.push(next);
    next += 2 + images.length;
  }
  writer.object(1, '<</Type/Catalog/Pages 2 0 R>>');
  const kids = firsts.map((first) => `${first} 0 R`).join(' ');
  writer.object(2, `<</Type/Pages/Count ${pictures.length}/Kids[${kids}]>>`);
  for (const [index, picture] of pictures.entries()) writePage(writer, firsts[index] ?? 0, picture);
  return writer.finish();
}

function writePage(writer: PartWriter, first: number, { width, height, images }: PdfPicture): void {
  const scale = Math.min(pointsPerPixelMax, longSidePoints / Math.max(width, height));
  const box = `[0 0 ${number(width * scale)} ${number(height * scale)}]`;
  const names = images.map((_, index) => `/I${index} ${first + 2 + index} 0 R`).join('');
  const entries = `/Type/Page/Parent 2 0 R/MediaBox${box}/Contents ${first + 1} 0 R`;
  writer.object(first, `<<${entries}/Resources<</XObject<<${names}>>>>>>`);
  const content = images.map((image, index) => {
    const bottom = height - image.top - image.height;
    const lengths = [image.width, 0, 0, image.height, image.left, bottom].map((length) =>
      number(length * scale),
    );
    return `q ${lengths.join(' ')} cm/I${index} Do Q\n`;
  });
  writer.stream(first + 1, '', [{ text: Buffer.from(content.join('')) }]);
  for (const [index, { width: across, height: down, entries: own, data }] of images.entries()) {
    writer.stream(
      first + 2 + index,
      `/Type/XObject/Subtype/Image/Width ${across}/Height ${down}${own}`,
      data,
    );
  }
}

function number(value: number): string {
  return value.toFixed(4);
}

/** Gathers parts and where the objects begin in them. */
class PartWriter {
  readonly #parts: DocumentPart[] = [];
  readonly #offsets: number[] = [];
  #octets = 0;

  constructor() {
    this.#add({ text: Buffer.from('%PDF-1.7\n') });
  }

  object(object: number, content: string): void {
    this.#begin(object);
    this.#text(`${content}\nendobj\n`);
  }

  stream(object: number, entries: string, data: readonly DocumentPart[]): void {
    this.#begin(object);
    const length = data.reduce((sum, part) => sum + octetsOf(part), 0);
    this.#text(`<<${entries}/Length ${length}>>stream\n`);
    for (const part of data) this.#add(part);
    this.#text('\nendstream\nendobj\n');
  }

  finish(): readonly DocumentPart[] {
    const start = this.#octets;
    const places = this.#offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
    const size = places.length + 1;
    const table = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`;
    this.#text(`${table}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`);
    return this.#parts;
  }

  /** Objects come in the order of their numbers. */
  #begin(object: number): void {
    this.#offsets[object - 1] = this.#octets;
    this.#text(`${object} 0 obj\n`);
  }

  #text(text: string): void {
    this.#add({ text: Buffer.from(text, 'latin1') });
  }

  #add(part: DocumentPart): void {
    this.#parts.push(part);
    this.#octets += octetsOf(part);
  }
}
