import { JpegReader } from '../jpeg/reader.ts';
import { readColourSpace } from './colour-space.ts';
import { castMax, type Tone } from './colour-tone.ts';
import type { ObjectStore } from './object-store.ts';
import { countOf, nameOf, type PdfDictionary, type PdfStream } from './values.ts';

/** Octets of the pixels of one picture, unpacked at once; A4 at 600 dpi has 104 MB. */
const pixelOctetsMax = 134_217_728;
/** What may stand behind the pixels. */
const slackOctets = 4_096;

/**
 * The tone of an image that is no mask. Grey spaces are mono unseen; pixels of 8-bit RGB are looked at when they can be
 * unpacked within the limits of the store, JPEG by the mean of its blocks; JPX is not decoded.
 */
export function toneOfImage(image: PdfStream, resources: PdfDictionary, store: ObjectStore): Tone {
  const { dictionary } = image;
  const space = readColourSpace(dictionary.get('ColorSpace'), resources, store.resolve);
  if (space.kind === 'grey' || space.kind === 'black') return 'mono';
  if (space.kind === 'indexed') return space.palette;
  const depth = countOf(store.resolve(dictionary.get('BitsPerComponent')));
  if (space.kind !== 'rgb' || depth !== 8 || dictionary.has('Decode')) return 'unknown';
  if (isJpeg(dictionary, store)) return toneOfJpeg(image, store);
  const width = countOf(store.resolve(dictionary.get('Width'))) ?? 0;
  const height = countOf(store.resolve(dictionary.get('Height'))) ?? 0;
  const octets = width * height * 3;
  const { effort } = store;
  // An image that is too large is left open by itself; the other pages go on.
  if (octets > Math.min(pixelOctetsMax, effort.inflatedLeft - slackOctets) || !effort.spendPicture(octets)) {
    return 'unknown';
  }
  const data = store.dataOf(image, octets + slackOctets);
  if (data === undefined || data.length < octets) return 'unknown';
  return anyColoured(data.subarray(0, octets)) ? 'colour' : 'mono';
}

function isJpeg(dictionary: PdfDictionary, store: ObjectStore): boolean {
  const filter = store.resolve(dictionary.get('Filter') ?? dictionary.get('F'));
  const filters = Array.isArray(filter) ? filter.map(store.resolve) : [filter];
  const [name = ''] = filters.map(nameOf);
  return filters.length === 1 && ['DCTDecode', 'DCT'].includes(name) && !dictionary.has('DecodeParms');
}

/** Three times as fast as drawing it, and colour shows long before the end. */
function toneOfJpeg(image: PdfStream, store: ObjectStore): Tone {
  const pieces = store.piecesOf(image);
  if (pieces === undefined) return 'unknown';
  const jpeg = new JpegReader();
  for (const piece of pieces) {
    jpeg.push(piece);
    if (jpeg.colour !== undefined && jpeg.components > 0) break;
  }
  // Four components would be inks, which RGB cannot be.
  if (jpeg.components > 3 || jpeg.colour === undefined) return 'unknown';
  return jpeg.colour ? 'colour' : 'mono';
}

function anyColoured(pixels: Uint8Array): boolean {
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const red = pixels[at] ?? 0;
    const green = pixels[at + 1] ?? 0;
    const blue = pixels[at + 2] ?? 0;
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > castMax) return true;
  }
  return false;
}
