import type { PageCount } from '../../model/page-count.ts';
import type { DocumentPart, StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { startsWith } from '../recognise.ts';
import { JpegReader } from './jpeg/reader.ts';
import { type PdfPicture, pdfOfPictures } from './pixels/picture-pdf.ts';

/** A JPEG is one page. What follows its end (a second picture of an MPO file, padding) prints nothing. */
export const recogniseJpeg: (head: Uint8Array) => boolean = startsWith(0xff, 0xd8, 0xff);

export function openJpeg({ mediaType, wish, drawer }: FormatContext): StreamCounter {
  const reader = new JpegReader();
  return {
    push: (chunk) => {
      reader.push(chunk);
    },
    finish: (source, signal) => {
      const count = answer(mediaType, reader);
      const picture = jpegPicture(reader, [{ start: 0, octets: source.octets }]);
      if (count.kind === 'unknown' || picture === undefined) return Promise.resolve(count);
      return drawer.complete(count, { source, wish, parts: pdfOfPictures([picture]) }, signal);
    },
  };
}

/** A JPEG as a page of PDF; undefined where it is damaged, or a reader of PDF would not know its coding or components. */
function jpegPicture(reader: JpegReader, data: readonly DocumentPart[]): PdfPicture | undefined {
  const { width, height, components, isAdobe, isOfPdf } = reader;
  const space = colourSpaces.get(components);
  if (reader.broken || !isOfPdf || space === undefined || width === 0 || height === 0) return undefined;
  // Adobe writes inks upside down.
  const decode = components === 4 && isAdobe ? '/Decode[1 0 1 0 1 0 1 0]' : '';
  const entries = `/ColorSpace${space}/BitsPerComponent 8/Filter/DCTDecode${decode}`;
  return { width, height, images: [{ left: 0, top: 0, width, height, entries, data }] };
}

const colourSpaces: ReadonlyMap<number, string> = new Map([
  [1, '/DeviceGray'],
  [3, '/DeviceRGB'],
  [4, '/DeviceCMYK'],
]);

function answer(format: string, { end, components, colour }: JpegReader): PageCount {
  switch (end) {
    case 'damaged':
      return { kind: 'unknown', format, why: 'damaged', evidence: ['The JPEG markers make no picture.'] };
    case 'cut':
      return {
        kind: 'unknown',
        format,
        why: 'incomplete',
        evidence: ['The JPEG ends before its end marker.'],
      };
    case 'whole':
      return {
        kind: 'counted',
        format,
        pages: 1,
        runs: [{ first: 1, last: 1, ...(colour === undefined ? {} : { colour }) }],
        confidence: 'exact',
        source: 'one picture, one page',
        evidence: [`A JPEG of ${components} components, read to its end marker.`],
      };
  }
}
