import type { Ink } from '../../model/page-count.ts';
import type { StreamCounter } from '../counter.ts';
import type { FormatContext } from '../format.ts';
import { startsWithText } from '../recognise.ts';
import { GifCodes } from './gif/codes.ts';
import type { OctetInput } from './octets/octet-input.ts';
import { pass, take, takeOctet } from './octets/octet-script.ts';
import { damaged, ImageCounter, type ImageScript, type PicturePages, whole } from './pixels/image-counter.ts';

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

export function openGif(context: FormatContext): StreamCounter {
  return new ImageCounter(context, readGif);
}

interface Frame {
  readonly sound: boolean;
  readonly colour: boolean | undefined;
  /** Told where it is wanted; transparent pixels take none. */
  readonly ink: Ink | undefined;
}

/** What stands before a frame and holds for it. */
interface FramePlace {
  /** The global palette; undefined without one. */
  readonly global: Uint8Array | undefined;
  readonly transparent: number | undefined;
  readonly wantsInk: boolean;
  /** Only the first frame prints. */
  readonly prints: boolean;
}

function* readGif(pages: PicturePages, input: OctetInput): ImageScript {
  const flags = (yield* take(13)).getUint8(10);
  const global = yield* readPalette(flags);
  let frames = 0;
  let transparent: number | undefined;
  let first: Frame | undefined;
  for (;;) {
    const introducer = yield* takeOctet();
    if (introducer === 0x3b) break;
    if (introducer === 0x21) {
      const control: number[] = [];
      const keep = (part: Uint8Array) => control.push(...part.subarray(0, controlOctets - control.length));
      const isControl = (yield* takeOctet()) === graphicControl;
      yield* passSubBlocks(input, isControl ? keep : undefined);
      if (isControl) transparent = transparentIn(control);
    } else if (introducer === 0x2c) {
      const { wantsInk } = pages;
      const frame = yield* readFrame(input, { global, transparent, wantsInk, prints: frames === 0 });
      if (!frame.sound) return damaged(`Frame ${frames + 1} cannot be one.`);
      first ??= frame;
      frames += 1;
    } else return damaged(`No block of a GIF begins with the octet ${introducer}.`);
  }
  if (first === undefined) return damaged('The GIF ends without a frame.');
  pages.add({ colour: first.colour }, first.ink);
  return whole(`A GIF, read to its trailer; the first of its frames (${frames}) is what prints.`);
}

const graphicControl = 0xf9;
const controlOctets = 4;

/** flags(1, 01 says that there is one) delay(2) entry(1) */
function transparentIn([flags = 0, , , entry]: readonly number[]): number | undefined {
  return (flags & 1) === 0 ? undefined : entry;
}

function* readFrame(
  input: OctetInput,
  { global, transparent, wantsInk, prints }: FramePlace,
): ImageScript<Frame> {
  const descriptor = yield* take(9);
  const pixels = descriptor.getUint16(4, true) * descriptor.getUint16(6, true);
  const own = yield* readPalette(descriptor.getUint8(8));
  const codeSize = yield* takeOctet();
  const isCodeSize = codeSize >= 1 && codeSize <= 11;
  const palette = own ?? global;
  const codes =
    prints && isCodeSize && palette !== undefined
      ? new GifCodes(onWhite(palette, transparent), { codeSize, pixels, wantsInk })
      : undefined;
  const octets = yield* passSubBlocks(input, codes?.take);
  const sound = pixels > 0 && isCodeSize && octets > 0;
  return { sound, colour: codes?.colour, ink: codes?.ink };
}

/** The palette with its transparent entry as white as the paper. */
function onWhite(palette: Uint8Array, transparent: number | undefined): Uint8Array {
  return palette.map((value, at) => (Math.floor(at / 3) === transparent ? 255 : value));
}

/** Undefined when the flags announce none. */
function* readPalette(flags: number): ImageScript<Uint8Array | undefined> {
  if ((flags & 0x80) === 0) return undefined;
  return Uint8Array.from((yield* take(3 * 2 ** (1 + (flags & 7)))).octets());
}

/** Goes past sub-blocks to the empty one; returns how many octets they hold. */
function* passSubBlocks(input: OctetInput, see?: (part: Uint8Array) => void): ImageScript<number> {
  let octets = 0;
  for (;;) {
    const length = input.takeOctet() ?? (yield* takeOctet());
    if (length === 0) return octets;
    octets += length;
    if (input.left < length) yield* pass(length, see);
    else if (see === undefined) input.pass(length);
    else see(input.passUpTo(length));
  }
}
