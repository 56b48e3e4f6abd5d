import { readColourSpace } from './colour-space.ts';
import { castMax, type Tone } from './colour-tone.ts';
import type { ObjectStore } from './object-store.ts';
import { countOf, type PdfDictionary, type PdfStream } from './values.ts';

/**
 * The tone of an image that is no mask. Grey spaces are mono unseen; pixels of 8-bit RGB are looked at when they can be
 * unpacked within the limits of the store; a photograph (DCT, JPX) is not decoded.
 */
export function toneOfImage(image: PdfStream, resources: PdfDictionary, store: ObjectStore): Tone {
  const { dictionary } = image;
  const space = readColourSpace(dictionary.get('ColorSpace'), resources, store.resolve);
  if (space.kind === 'grey' || space.kind === 'black') return 'mono';
  if (space.kind === 'indexed') return space.palette;
  const depth = countOf(store.resolve(dictionary.get('BitsPerComponent')));
  if (space.kind !== 'rgb' || depth !== 8 || dictionary.has('Decode')) return 'unknown';
  const width = countOf(store.resolve(dictionary.get('Width'))) ?? 0;
  const height = countOf(store.resolve(dictionary.get('Height'))) ?? 0;
  const octets = width * height * 3;
  const { effort } = store;
  // An image that is too large is left open by itself; the other pages go on.
  if (octets > Math.min(effort.inflatedLeft, effort.readLeft) || !effort.spendRead(octets)) return 'unknown';
  const data = store.dataOf(image, octets + 4_096);
  if (data === undefined || data.length < octets) return 'unknown';
  return anyColoured(data.subarray(0, octets)) ? 'colour' : 'mono';
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
