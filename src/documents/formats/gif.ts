import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import type { PageRunList } from '../page-runs.ts';
import { startsWithText } from '../recognise.ts';
import { damaged, ImageCounter, type ImageEnd, type ImageScript, whole } from './image-counter.ts';
import { pass, take, takeOctet } from './octet-script.ts';
import { paletteColour } from './palette.ts';

/**
 * GIF89a, integers little-endian:
 *
 *     "GIF87a" | "GIF89a"  width(2) height(2) flags(1) background(1) aspect(1)  [global palette]
 *     2C left(2) top(2) width(2) height(2) flags(1)  [palette]  code size(1) sub-blocks
 *     21 label(1) sub-blocks
 *     3B ends
 *     sub-blocks := (length 1..255, content)… 0;  flags: 80 a palette of 3 × 2^(1 + bits 0–2) octets follows
 *
 * An animation prints its first frame. What follows the end prints nothing.
 */
export const recogniseGif: (head: Uint8Array) => boolean = startsWithText('GIF87a', 'GIF89a');

export function openGif({ mediaType }: FormatContext): StreamCounter {
  return new ImageCounter(mediaType, readGif);
}

interface Frame {
  readonly sound: boolean;
  readonly colour: false | undefined;
}

function* readGif(pages: PageRunList): ImageScript {
  const flags = (yield* take(13)).getUint8(10);
  const globalColour = yield* readPalette(flags);
  let frames = 0;
  let colour: false | undefined;
  for (;;) {
    const introducer = yield* takeOctet();
    if (introducer === 0x3b) break;
    if (introducer === 0x21) {
      yield* takeOctet();
      yield* passSubBlocks();
    } else if (introducer === 0x2c) {
      const frame = yield* readFrame(globalColour);
      if (!frame.sound) return damaged(`Frame ${frames + 1} cannot be one.`);
      if (frames === 0) colour = frame.colour;
      frames += 1;
    } else return damaged(`No block of a GIF begins with the octet ${introducer}.`);
  }
  return endOf({ frames, colour, pages });
}

interface Ending {
  readonly frames: number;
  readonly colour: false | undefined;
  readonly pages: PageRunList;
}

function endOf({ frames, colour, pages }: Ending): ImageEnd {
  if (frames === 0) return damaged('The GIF ends without a frame.');
  pages.add({ colour });
  return whole(`A GIF, read to its trailer; the first of its frames (${frames}) is what prints.`);
}

function* readFrame(globalColour: false | undefined): ImageScript<Frame> {
  const descriptor = yield* take(9);
  const sized = descriptor.getUint16(4, true) > 0 && descriptor.getUint16(6, true) > 0;
  const flags = descriptor.getUint8(8);
  const ownColour = yield* readPalette(flags);
  const codeSize = yield* takeOctet();
  const octets = yield* passSubBlocks();
  const sound = sized && codeSize >= 1 && codeSize <= 11 && octets > 0;
  return { sound, colour: hasPalette(flags) ? ownColour : globalColour };
}

function hasPalette(flags: number): boolean {
  return (flags & 0x80) !== 0;
}

function* readPalette(flags: number): ImageScript<false | undefined> {
  if (!hasPalette(flags)) return undefined;
  const { buffer, byteOffset, byteLength } = yield* take(3 * 2 ** (1 + (flags & 7)));
  return paletteColour(new Uint8Array(buffer, byteOffset, byteLength), 3);
}

/** Goes past sub-blocks to the empty one; returns the octets that they hold. */
function* passSubBlocks(): ImageScript<number> {
  let octets = 0;
  for (;;) {
    const length = yield* takeOctet();
    if (length === 0) return octets;
    octets += length;
    yield* pass(length);
  }
}
