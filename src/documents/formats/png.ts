import { crc32 } from 'node:zlib';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import type { PageRunList } from '../page-runs.ts';
import { startsWith } from '../recognise.ts';
import { damaged, ImageCounter, type ImageScript, whole } from './image-counter.ts';
import { pass, take } from './octet-script.ts';
import { colouredEntries } from './palette.ts';
import { colourOfPng } from './png-colour.ts';
import type { PngPixels } from './png-rows.ts';

/**
 * PNG (ISO/IEC 15948), all integers big-endian:
 *
 *     89 "PNG" 0D 0A 1A 0A  then chunks: length(4) type(4) content crc(4)
 *     IHDR first: width(4) height(4) depth(1) colour type(1) compression(1) filter(1) interlace(1)
 *     PLTE before the data when the colour type is 3; IDAT… in a row; IEND ends
 *
 * An animation (acTL, fcTL, fdAT) prints the picture of its IDAT. What follows IEND prints nothing.
 */
export const recognisePng: (head: Uint8Array) => boolean = startsWith(
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
);

export function openPng({ mediaType, wish, lookTimeMs }: FormatContext): StreamCounter {
  let pixels: PngPixels | undefined;
  const counter = new ImageCounter(mediaType, (pages) =>
    readPng(pages, (found) => {
      pixels = found;
    }),
  );
  return {
    push: (chunk) => {
      counter.push(chunk);
    },
    finish: async (source, signal) => {
      const count = await counter.finish();
      if (count.kind === 'unknown' || pixels === undefined || wish.colour !== true) return count;
      const colour = await colourOfPng(source, { pixels, timeMs: lookTimeMs }, signal);
      if (colour === undefined) return { ...count, evidence: [...count.evidence, unseen] };
      return { ...count, runs: count.runs.map((run) => ({ ...run, colour })) };
    },
  };
}

const unseen = 'Its pixels are damaged, too many, or take too long to look at; the colour is open.';

interface Chunk {
  readonly name: string;
  /** Kept of the header and the palette; empty otherwise. */
  readonly content: Uint8Array;
  /** Its check sum is right. */
  readonly sound: boolean;
}

const signatureOctets = 8;
const headerOctets = 13;
const paletteOctetsMax = 768;
/** Chunk lengths have 31 bits (§5.3). */
const chunkOctetsMax = 0x7fff_ffff;

/** Hands over what its pixels are when only they tell the colour. */
function* readPng(pages: PageRunList, onPixels: (pixels: PngPixels) => void): ImageScript {
  yield* take(signatureOctets);
  const header = yield* readChunk();
  const picture = header?.sound === true && header.name === 'IHDR' ? readHeader(header.content) : undefined;
  if (picture === undefined) return damaged('The PNG does not begin with a sound IHDR.');
  const { colourType } = picture;
  let palette: Uint8Array | undefined;
  let data: 'before' | 'within' | 'behind' = 'before';
  for (;;) {
    const chunk = yield* readChunk();
    if (chunk === undefined) return damaged('A chunk is longer than a PNG allows.');
    // Decoders leave a damaged ancillary chunk (small first letter) out; it changes no picture.
    if (isCritical(chunk.name) && !chunk.sound) return damaged(`The check sum of ${chunk.name} is wrong.`);
    if (data === 'within' && chunk.name !== 'IDAT') data = 'behind';
    if (chunk.name === 'IEND') break;
    if (chunk.name === 'IDAT') {
      if (data === 'behind') return damaged('The picture data is interrupted.');
      if (colourType === 3 && palette === undefined) return damaged('The palette is missing.');
      data = 'within';
    } else if (chunk.name === 'PLTE') palette = chunk.content;
    else if (isCritical(chunk.name)) return damaged(`The critical chunk ${chunk.name} is not known.`);
  }
  if (data === 'before') return damaged('The PNG has no picture data.');
  const colour = colourOf(colourType, palette);
  pages.add({ colour });
  if (colour === undefined) {
    const pixels = pixelsOf(picture, palette ?? new Uint8Array(0));
    if (pixels !== undefined) onPixels(pixels);
  }
  return whole(`A PNG of colour type ${colourType}, read to IEND with right check sums.`);
}

function* readChunk(): ImageScript<Chunk | undefined> {
  const start = yield* take(8);
  const length = start.getUint32(0);
  if (length > chunkOctetsMax) return undefined;
  const nameOctets = start.octets().subarray(4);
  const name = String.fromCharCode(...nameOctets);
  let sum = crc32(nameOctets);
  const kept = (name === 'IHDR' || name === 'PLTE') && length <= paletteOctetsMax;
  const content = new Uint8Array(kept ? length : 0);
  let filled = 0;
  yield* pass(length, (part) => {
    sum = crc32(part, sum);
    if (!kept) return;
    content.set(part, filled);
    filled += part.length;
  });
  const stated = (yield* take(4)).getUint32(0);
  return { name, content, sound: sum === stated };
}

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  readonly interlaced: boolean;
}

function pixelsOf({ depth, colourType, ...picture }: Picture, palette: Uint8Array): PngPixels | undefined {
  if (colourType === 2 || colourType === 6) return { ...picture, palette, colourType, depth };
  const isDepth = depth === 1 || depth === 2 || depth === 4 || depth === 8;
  return colourType === 3 && isDepth ? { ...picture, palette, colourType, depth } : undefined;
}

/** What the header says, when it is one (§11.2.2 table 12). */
function readHeader(content: Uint8Array): Picture | undefined {
  if (content.length !== headerOctets) return undefined;
  const view = new DataView(content.buffer);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const sized = width > 0 && width <= chunkOctetsMax && height > 0 && height <= chunkOctetsMax;
  const colourType = view.getUint8(9);
  const depth = view.getUint8(8);
  if (!sized || !depthsOf(colourType).includes(depth)) return undefined;
  return { width, height, depth, colourType, interlaced: view.getUint8(12) === 1 };
}

function depthsOf(colourType: number): readonly number[] {
  if (colourType === 0) return [1, 2, 4, 8, 16];
  if (colourType === 3) return [1, 2, 4, 8];
  return colourType === 2 || colourType === 4 || colourType === 6 ? [8, 16] : [];
}

function isCritical(name: string): boolean {
  return (name.charCodeAt(0) & 0x20) === 0;
}

/** 0 and 4 are grey; 2 and 6 may be, which only their pixels tell. */
function colourOf(colourType: number, palette: Uint8Array | undefined): false | undefined {
  if (colourType === 0 || colourType === 4) return false;
  if (colourType !== 3 || palette === undefined) return undefined;
  return colouredEntries(palette, 3).includes(1) ? undefined : false;
}
