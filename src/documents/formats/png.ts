import { crc32 } from 'node:zlib';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { startsWith } from '../recognise.ts';
import { pass, take } from './octets/octet-script.ts';
import { damaged, ImageCounter, type ImageScript, type PicturePages, whole } from './pixels/image-counter.ts';
import { colouredEntries } from './pixels/palette.ts';
import { lookAtPng } from './png/look.ts';
import { blendedOnWhite, type PngPixels } from './png/rows.ts';

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

export function openPng(context: FormatContext): StreamCounter {
  const { wish, lookTimeMs: timeMs } = context;
  const wantsInk = wish.ink === true;
  let found: PngPicture | undefined;
  const counter = new ImageCounter(context, (pages) =>
    readPng(pages, (picture) => {
      found = picture;
    }),
  );
  return {
    push: (chunk) => {
      counter.push(chunk);
    },
    finish: async (source, signal) => {
      const count = await counter.finish();
      if (count.kind === 'unknown' || found === undefined) return count;
      if (!wantsInk && (found.isGrey || wish.colour !== true)) return count;
      const { colour, ink } = await lookAtPng(source, { pixels: found.pixels, timeMs, wantsInk }, signal);
      if (colour === undefined) return { ...count, evidence: [...count.evidence, unseen] };
      const runs = count.runs.map((run) => ({ ...run, colour }));
      return { ...count, runs, ...(ink === undefined ? {} : { ink: [ink] }) };
    },
  };
}

/** A picture that was read to its end. */
interface PngPicture {
  readonly pixels: PngPixels;
  /** Its header or palette says so. */
  readonly isGrey: boolean;
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

function* readPng(pages: PicturePages, onPicture: (picture: PngPicture) => void): ImageScript {
  yield* take(signatureOctets);
  const header = yield* readChunk();
  const picture = header?.sound === true && header.name === 'IHDR' ? readHeader(header.content) : undefined;
  if (picture === undefined) return damaged('The PNG does not begin with a sound IHDR.');
  const { colourType } = picture;
  let palette: Uint8Array | undefined;
  let opacity: Uint8Array | undefined;
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
    else if (chunk.name === 'tRNS' && colourType === 3) opacity = chunk.content;
    else if (isCritical(chunk.name)) return damaged(`The critical chunk ${chunk.name} is not known.`);
  }
  if (data === 'before') return damaged('The PNG has no picture data.');
  const entries = palette === undefined ? new Uint8Array(0) : onWhite(palette, opacity);
  const colour = colourOf(colourType, entries);
  pages.add({ colour });
  const pixels = pixelsOf(picture, entries);
  if (pixels !== undefined) onPicture({ pixels, isGrey: colour === false });
  return whole(`A PNG of colour type ${colourType}, read to IEND with right check sums.`);
}

function* readChunk(): ImageScript<Chunk | undefined> {
  const start = yield* take(8);
  const length = start.getUint32(0);
  if (length > chunkOctetsMax) return undefined;
  const nameOctets = start.octets().subarray(4);
  const name = String.fromCharCode(...nameOctets);
  let sum = crc32(nameOctets);
  const kept = ['IHDR', 'PLTE', 'tRNS'].includes(name) && length <= paletteOctetsMax;
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
  switch (colourType) {
    case 0:
    case 2:
    case 3:
    case 4:
    case 6:
      return { ...picture, palette, colourType, depth };
    default:
      return undefined;
  }
}

/** The entries of a palette as they look on white paper: tRNS holds how opaque the first ones are (§11.3.2.1). */
function onWhite(palette: Uint8Array, opacity: Uint8Array = new Uint8Array(0)): Uint8Array {
  return palette.map((value, at) => blendedOnWhite(value, opacity[Math.floor(at / 3)] ?? 255));
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
function colourOf(colourType: number, palette: Uint8Array): false | undefined {
  if (colourType === 0 || colourType === 4) return false;
  if (colourType !== 3) return undefined;
  return colouredEntries(palette, 3).includes(1) ? undefined : false;
}
