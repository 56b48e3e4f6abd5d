import type { PageCount } from '../../model/page-count.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { startsWith } from '../recognise.ts';
import { JpegReader } from './jpeg-reader.ts';

/** A JPEG is one page. What follows its end (a second picture of an MPO file, padding) prints nothing. */
export const recogniseJpeg: (head: Uint8Array) => boolean = startsWith(0xff, 0xd8, 0xff);

export function openJpeg({ mediaType }: FormatContext): StreamCounter {
  const reader = new JpegReader();
  return {
    push: (chunk) => {
      reader.push(chunk);
    },
    finish: () => Promise.resolve(answer(mediaType, reader)),
  };
}

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
