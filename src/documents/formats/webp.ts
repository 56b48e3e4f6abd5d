import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { hasTextAt } from '../recognise.ts';
import { pass, take } from './octets/octet-script.ts';
import { damaged, ImageCounter, type ImageScript, type PicturePages, whole } from './pixels/image-counter.ts';

/**
 * WebP (RFC 9649 §2), integers little-endian:
 *
 *     "RIFF" size(4) "WEBP"  then chunks: name(4) length(4) content, padded to an even length
 *     "VP8 " and "VP8L" hold a picture, "ANMF" a frame of an animation; the size is that of all after it
 *
 * An animation prints its first frame. What follows the size prints nothing.
 */
export function recogniseWebp(head: Uint8Array): boolean {
  return hasTextAt(head, 0, 'RIFF') && hasTextAt(head, 8, 'WEBP');
}

export function openWebp(context: FormatContext): StreamCounter {
  return new ImageCounter(context, readWebp);
}

const chunkHeaderOctets = 8;
const pictureChunks: readonly string[] = ['VP8 ', 'VP8L', 'ANMF'];

function* readWebp(pages: PicturePages): ImageScript {
  let left = (yield* take(12)).getUint32(4, true) - 4;
  let pictures = 0;
  while (left > 0) {
    if (left < chunkHeaderOctets) return damaged('The WebP ends inside the header of a chunk.');
    const header = yield* take(chunkHeaderOctets);
    const name = header.text().slice(0, 4);
    const length = header.getUint32(4, true);
    left -= chunkHeaderOctets;
    if (length > left) return damaged('A chunk passes the end of the WebP.');
    // Some writers leave the padding of the last chunk out.
    const padded = Math.min(left, length + (length % 2));
    yield* pass(padded);
    left -= padded;
    if (pictureChunks.includes(name) && length > 0) pictures += 1;
  }
  if (pictures === 0) return damaged('The WebP holds no picture.');
  pages.add({});
  return whole(`A WebP, its chunks followed to the end of the RIFF; pictures in it: ${pictures}.`);
}
